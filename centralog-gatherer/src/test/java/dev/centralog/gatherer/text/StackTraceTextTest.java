// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.LogEvent;
import dev.centralog.Thrown;
import dev.centralog.gather.EventWire;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StackTraceTextTest {
    private static String printed(Throwable throwable) {
        StringWriter text = new StringWriter();
        throwable.printStackTrace(new PrintWriter(text));
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    private static void assertSame(Throwable throwable) {
        Thrown thrown = Thrown.of(throwable);
        LogEvent event = LogEvent.builder().thrown(thrown).build();
        Thrown decoded = EventWire.decode(EventWire.encode(event)).thrown();

        assertThat(StackTraceText.of(thrown)).isEqualTo(printed(throwable));
        assertThat(StackTraceText.of(Objects.requireNonNull(decoded))).isEqualTo(printed(throwable));
    }

    private static RuntimeException deeper(RuntimeException cause) {
        return new IllegalStateException("wrapped", cause);
    }

    @Test
    void of_plainThrowable_isAsJavaPrintsIt() {
        assertSame(new IllegalArgumentException("bad"));
        assertSame(new IllegalArgumentException());
        assertSame(new java.io.UncheckedIOException(new java.io.IOException("disk")));
    }

    @Test
    void of_causes_shareFramesAsInJava() {
        assertSame(deeper(deeper(new RuntimeException("root"))));
    }

    @Test
    void of_suppressed_isIndentedAsInJava() {
        RuntimeException outer = deeper(new RuntimeException("root"));
        RuntimeException suppressed = deeper(new RuntimeException("suppressed's root"));
        suppressed.addSuppressed(new RuntimeException("nested"));
        outer.addSuppressed(suppressed);
        outer.addSuppressed(new RuntimeException("second"));

        assertSame(outer);
    }

    @Test
    void of_circle_isNamedAsInJava() {
        RuntimeException first = new RuntimeException("first");
        RuntimeException second = new RuntimeException("second", first);
        first.initCause(second);

        assertSame(first);
        assertSame(second);
    }

    @Test
    void of_sharedThrowable_standsWhereJavaPrintsIt() {
        RuntimeException shared = new RuntimeException("shared");
        RuntimeException outer = new RuntimeException("outer", shared);
        outer.addSuppressed(shared);
        RuntimeException cause = new RuntimeException("cause", shared);
        RuntimeException mixed = new RuntimeException("mixed", cause);
        mixed.addSuppressed(shared);

        assertSame(outer);
        assertSame(mixed);
    }

    @Test
    void of_ownToString_isUsed() {
        assertSame(new RuntimeException("x") {
            private static final long serialVersionUID = 1;

            @Override
            @SuppressWarnings("OverrideThrowableToString") // libraries do so
            public String toString() {
                return "my own words";
            }
        });
    }
}
