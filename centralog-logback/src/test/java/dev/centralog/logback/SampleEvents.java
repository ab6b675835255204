// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.event.Level;

/** A wide set of events, of every kind that a Logback application can log. */
final class SampleEvents {
    static final String EXOTIC =
            "umlaut ü, euro €, smile \uD83D\uDE00, lone \uD800, nul \u0000, esc \u001B[31m, a\nb\r\n\tc";

    private SampleEvents() {}

    static void log(Capture capture) {
        levels(capture.logger);
        messages(capture.logger);
        arguments(capture.logger);
        markers(capture.logger);
        context(capture);
        keyValues(capture.logger);
        throwables(capture.logger);
    }

    private static void levels(Logger logger) {
        for (Level level : Level.values()) {
            logger.atLevel(level).log("at level {}", level);
        }
    }

    @SuppressWarnings("FormatStringAnnotation")
    private static void messages(Logger logger) {
        logger.info(text(null));
        logger.info(text(null), 1);
        logger.info("");
        logger.info(EXOTIC);
        logger.info("{} and \\{} and \\\\{} and {}", EXOTIC, 2, 3);
        logger.info("too few {} {}", 1);
        logger.info("too many {}", 1, 2, 3);
        logger.info("x".repeat(20_000));
    }

    private static @Nullable String text(@Nullable String text) {
        return text;
    }

    private static void arguments(Logger logger) {
        logger.info("{} {} {} {} {}", 1, 2L, 3.5, 'c', true);
        logger.info("{} {} {}", new BigDecimal("1.10"), (byte) 7, Float.NaN);
        logger.info("{} {}", new int[] {1, 2}, new String[] {"a", null});
        logger.info("{} {}", List.of(1, "two"), Map.of("key", List.of(3)));
        logger.info("{} {}", (Object) null, Level.INFO);
        logger.info("{}", new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("hostile");
            }
        });
        Object[] self = new Object[1];
        self[0] = self;
        logger.info("{}", self, 1);
    }

    private static void markers(Logger logger) {
        Marker leaf = MarkerFactory.getDetachedMarker("LEAF");
        Marker other = MarkerFactory.getDetachedMarker("OTHER");
        Marker parent = MarkerFactory.getDetachedMarker("PARENT");
        parent.add(leaf);
        parent.add(other);
        logger.info(leaf, "one marker");
        logger.info(parent, "a marker with references");
        logger.atInfo().addMarker(parent).addMarker(leaf).log("several markers");
    }

    private static void context(Capture capture) {
        capture.mdc.put("user", "Ada");
        capture.mdc.put("empty", "");
        capture.mdc.put("exotic", EXOTIC);
        capture.logger.info("with a context");
        capture.mdc.clear();
    }

    private static void keyValues(Logger logger) {
        logger.atInfo().addKeyValue("order", 17).addKeyValue("order", 18L).log("a key twice");
        logger.atInfo()
                .addKeyValue("text", EXOTIC)
                .addKeyValue("none", (Object) null)
                .addKeyValue("real", 2.5)
                .addKeyValue("yes", true)
                .addKeyValue("level", Level.WARN)
                .log("values of many kinds");
    }

    @SuppressWarnings("OverrideThrowableToString") // foreign code does that
    private static void throwables(Logger logger) {
        logger.error("plain", new IOException("disk"));
        logger.error("no message", new IOException());
        logger.error("empty message", new IOException(""));
        logger.error("exotic", new IOException(EXOTIC));
        logger.error("with arguments {}", 1, new IOException("disk"));
        logger.error("own text", new Throwable("message") {
            private static final long serialVersionUID = 1;

            @Override
            public String toString() {
                return "a text of its own";
            }
        });
        logger.error("no frames", new Throwable("stackless", null, true, false) {
            private static final long serialVersionUID = 1;
        });
        logger.error("nested", nested());
        logger.error("suppressed", suppressed());
        logger.error("circular", circular());
        logger.error("shared", shared());
        logger.error("deep", deep(300));
        logger.error(text(null), new IOException("no message but this"));
        RuntimeException odd = new RuntimeException("odd frames");
        odd.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("a.B", "native", "B.java", -2),
            new StackTraceElement("a.B", "unknown", null, -1),
            new StackTraceElement("loader", "module", "1.0", "a.C", "m", "C.java", 3),
            new StackTraceElement("a.B", "<init>", "B.java", 4)
        });
        logger.error("odd", odd);
    }

    private static Throwable nested() {
        try {
            try {
                throw new IOException("innermost");
            } catch (IOException e) {
                throw new IllegalStateException("middle", e);
            }
        } catch (IllegalStateException e) {
            return new RuntimeException(e);
        }
    }

    private static Throwable suppressed() {
        Throwable main = new IllegalStateException("main", new IOException("cause"));
        main.addSuppressed(new IOException("suppressed 1", nested()));
        Throwable second = new IOException("suppressed 2");
        second.addSuppressed(new IOException("suppressed in suppressed"));
        main.addSuppressed(second);
        return main;
    }

    private static Throwable circular() {
        Throwable first = new IllegalStateException("first");
        Throwable second = new IllegalStateException("second", first);
        first.initCause(second);
        second.addSuppressed(first);
        return first;
    }

    private static Throwable shared() {
        Throwable shared = new IOException("shared");
        Throwable main = new IllegalStateException("main", shared);
        main.addSuppressed(shared);
        Throwable silent = new IOException();
        main.addSuppressed(silent);
        silent.addSuppressed(silent(silent));
        return main;
    }

    private static Throwable silent(Throwable cause) {
        return new IllegalArgumentException(cause);
    }

    private static Throwable deep(int depth) {
        if (depth > 0) {
            return deep(depth - 1);
        }
        Throwable deep = new IOException(Arrays.asList("deep", "stack").toString());
        return new IllegalStateException("around", deep);
    }
}
