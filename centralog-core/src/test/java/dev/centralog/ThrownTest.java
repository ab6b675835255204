// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ThrownTest {
    private static final class Hostile extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new StackOverflowError();
        }

        @Override
        public String toString() {
            throw new IllegalStateException();
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new AssertionError();
        }

        @Override
        public synchronized Throwable getCause() {
            throw new LinkageError();
        }
    }

    private static final class Endless extends Exception {
        private static final long serialVersionUID = 1;

        @Override
        public synchronized Throwable getCause() {
            return new Endless();
        }
    }

    private static List<String> classes(Thrown thrown) {
        List<String> classes = new ArrayList<>();
        for (Thrown next = thrown; next != null; next = next.cause()) {
            classes.add(next.reference() < 0 ? next.className() : "->" + next.reference());
        }
        return classes;
    }

    @Test
    void throwable_isTakenWhole() {
        Exception cause = new IllegalStateException("why");
        Exception thrown = new Exception("what", cause);
        thrown.addSuppressed(new RuntimeException());

        Thrown data = Thrown.of(thrown);

        assertThat(data.className()).isEqualTo("java.lang.Exception");
        assertThat(data.message()).isEqualTo("what");
        assertThat(data.text()).isNull();
        assertThat(data.reference()).isEqualTo(-1);
        assertThat(classes(data)).containsExactly("java.lang.Exception", "java.lang.IllegalStateException");
        assertThat(data.suppressed()).hasSize(1);
        assertThat(data.suppressed().get(0).message()).isNull();
    }

    @Test
    void frames_builtAgain_printAsTheyDid() {
        Exception thrown = new Exception();

        List<StackTraceElement> frames = Thrown.of(thrown).frames();

        assertThat(frames.stream().map(StackTraceElement::toString))
                .containsExactlyElementsOf(Arrays.stream(thrown.getStackTrace())
                        .map(StackTraceElement::toString)
                        .collect(Collectors.toList()));
        assertThat(frames).anyMatch(frame -> "java.base".equals(frame.getModuleName()));
        assertThat(frames).allMatch(frame -> frame.getClassLoaderName() == null && frame.getModuleVersion() == null);
    }

    @Test
    void frames_thatPrintLoaderOrVersion_keepThem() {
        Exception thrown = new Exception();
        StackTraceElement[] frames = {
            new StackTraceElement("loader", "module", "1.0", "a.B", "c", "B.java", 1),
            new StackTraceElement("loader", null, null, "a.B", "c", "B.java", 1),
            new StackTraceElement(null, "module", "1.0", "a.B", "c", "B.java", 1)
        };
        thrown.setStackTrace(frames);

        assertThat(Thrown.of(thrown).frames()).containsExactly(frames);
    }

    @Test
    void frames_withNullsAmongThem_areTheGoodOnes() {
        StackTraceElement good = new StackTraceElement("a.B", "c", "B.java", 1);
        StackTraceElement last = new StackTraceElement("a.B", "main", "B.java", 2);
        Exception thrown = new Exception() {
            private static final long serialVersionUID = 1;

            @Override
            @SuppressWarnings("NullAway") // as in throwables that are built by hand
            public StackTraceElement[] getStackTrace() {
                return new StackTraceElement[] {null, good, null, null, last, null};
            }
        };

        assertThat(Thrown.of(thrown).frames()).containsExactly(good, last);
    }

    @Test
    void text_isKeptWhereItIsNotTheUsualOne() {
        Exception thrown = new Exception("message") {
            private static final long serialVersionUID = 1;

            @Override
            @SuppressWarnings("OverrideThrowableToString") // as users' classes do
            public String toString() {
                return "another text";
            }
        };

        assertThat(Thrown.of(thrown).text()).isEqualTo("another text");
    }

    @Test
    void circle_endsInAReference() {
        Exception inner = new Exception("inner");
        Exception outer = new Exception("outer", inner);
        inner.initCause(outer);
        outer.addSuppressed(inner);

        Thrown data = Thrown.of(outer);

        assertThat(classes(data)).containsExactly("java.lang.Exception", "java.lang.Exception", "->0");
        assertThat(data.suppressed()).containsExactly(Thrown.reference(1));
        assertThat(Thrown.classChain(outer)).isEqualTo("java.lang.Exception java.lang.Exception");
    }

    @Test
    void hostileThrowable_isSaidInItsPlaces() {
        Exception thrown = new Exception("outer", new Hostile());

        Thrown data = Thrown.of(thrown).cause();

        assertThat(data).isNotNull();
        assertThat(data.message()).isEqualTo("[getMessage() failed: java.lang.StackOverflowError]");
        assertThat(data.text()).isEqualTo("[toString() failed: java.lang.IllegalStateException]");
        assertThat(data.frames()).isEmpty();
        assertThat(data.cause()).isNull();
        assertThat(Thrown.classChain(thrown)).isEqualTo("java.lang.Exception " + Hostile.class.getName());
    }

    @Test
    void chain_withoutEnd_isCut() {
        assertThat(classes(Thrown.of(new Endless()))).hasSize(Thrown.MAX_THROWABLES);
        assertThat(String.valueOf(Thrown.classChain(new Endless())).split(" ", -1))
                .hasSize(16);
    }

    @Test
    void classChain_ofTheLiveAndOfTheData_isTheSame() {
        Exception shared = new IllegalStateException();
        Exception middle = new IllegalArgumentException(shared);
        Exception chain = new Exception("a", middle);
        chain.addSuppressed(shared);
        Exception circleEnd = new RuntimeException();
        Exception circle = new Exception(new IllegalStateException(circleEnd));
        circleEnd.initCause(circle.getCause());

        for (Throwable each : new Throwable[] {shared, middle, chain, circle, new Endless(), new Hostile()}) {
            assertThat(Thrown.of(each).classChain()).isEqualTo(Thrown.classChain(each));
        }
        assertThat(Thrown.classChain(circle))
                .isEqualTo("java.lang.Exception java.lang.IllegalStateException java.lang.RuntimeException");
        assertThat(Thrown.classChain(noThrowable())).isNull();
    }

    private static @Nullable Throwable noThrowable() {
        return null;
    }
}
