// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Throwables of every shape that a stack trace can have. */
final class SampleThrowables {
    private SampleThrowables() {}

    static Map<String, Throwable> all() {
        Map<String, Throwable> all = new TreeMap<>();
        all.put("plain", new IllegalStateException("plain"));
        all.put("no message", new IllegalStateException());
        all.put("empty message", new IllegalStateException(""));
        all.put("lines in the message", new IllegalStateException("one\ntwo\r\n\tthree \u2028 four"));
        all.put("exotic text", new IllegalStateException("\u0000 \ud83d\ude00 \u202e {} % ${jndi:ldap://x} \"'<>&\\"));
        all.put("causes", deep(5));
        all.put("cause's message only", new RuntimeException(new IOException("disk")));
        all.put("suppressed", suppressed());
        all.put("circle of causes", circle());
        all.put("shared", shared());
        all.put("own cause suppressed", causeSuppressed());
        all.put("own text", new OwnText());
        all.put("localized", new Localized());
        all.put("no frames", withoutFrames());
        all.put("frames of other loaders", otherLoaders());
        all.put(
                "lambda and reflection",
                List.of(1).stream()
                        .map(each -> (Throwable) new IllegalStateException("in a lambda"))
                        .toList()
                        .get(0));
        all.put("an error", new AssertionError("not an exception", new LinkageError("x")));
        all.put("nested class", new Outer.Inner("nested"));
        return all;
    }

    private static Throwable deep(int depth) {
        return depth == 0 ? new IOException("root") : new RuntimeException("level " + depth, deep(depth - 1));
    }

    private static Throwable suppressed() {
        Throwable thrown = new RuntimeException("with suppressed", deep(2));
        thrown.addSuppressed(new IOException("first", deep(1)));
        Throwable second = new IOException("second");
        second.addSuppressed(new IOException("inner"));
        thrown.addSuppressed(second);
        return thrown;
    }

    private static Throwable circle() {
        Exception inner = new Exception("inner");
        Exception outer = new Exception("outer", inner);
        inner.initCause(outer);
        return outer;
    }

    private static Throwable shared() {
        Exception common = new Exception("common", new Exception("below"));
        Exception thrown = new Exception("shares", common);
        thrown.addSuppressed(common);
        Exception other = new Exception("other", common);
        thrown.addSuppressed(other);
        return thrown;
    }

    private static Throwable causeSuppressed() {
        Exception cause = new Exception("cause");
        Exception thrown = new Exception("thrown", cause);
        cause.addSuppressed(thrown);
        return thrown;
    }

    private static Throwable withoutFrames() {
        Throwable thrown = new IllegalStateException("no frames", new IOException("cause has some"));
        thrown.setStackTrace(new StackTraceElement[0]);
        return thrown;
    }

    private static Throwable otherLoaders() {
        Throwable thrown = new IllegalStateException("frames");
        thrown.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("web", "shop.module", "1.2", "com.example.A", "call", "A.java", 7),
            new StackTraceElement("web", null, null, "com.example.B", "<init>", null, -1),
            new StackTraceElement(null, "java.base", "17.0.1", "java.lang.Thread", "run", "Thread.java", 833),
            new StackTraceElement("com.example.C$$Lambda/0x7f", "nativeCall", "C.java", -2),
            new StackTraceElement("com.example.\u00dc", "m\u00e4\u00df", "\u00dc.java", 0)
        });
        return thrown;
    }

    private static final class OwnText extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        @SuppressWarnings("OverrideThrowableToString") // applications have such throwables
        public String toString() {
            return "what I say of myself";
        }
    }

    private static final class Localized extends RuntimeException {
        private static final long serialVersionUID = 1;

        Localized() {
            super("in English");
        }

        @Override
        public String getLocalizedMessage() {
            return "auf Deutsch";
        }
    }

    private static final class Outer {
        private static final class Inner extends Exception {
            private static final long serialVersionUID = 1;

            Inner(@Nullable String message) {
                super(message);
            }
        }
    }
}
