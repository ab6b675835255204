// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.log4j2.Rebuilding.Printed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.ObjectArrayMessage;
import org.apache.logging.log4j.message.ObjectMessage;
import org.apache.logging.log4j.message.StringFormattedMessage;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.message.StructuredDataMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RebuiltEventsTest {
    private static final String PATTERN =
            "%d{ISO8601}{UTC} %nano %d{NANOS} %p %level{length=1} %c %c{1} %t %tid %tp %m %msg{nolookups} %X %X{user} %x"
                    + " %marker %markerSimpleName %l %C %M %F %L %K{key} %ex%n%rEx%n%throwable{short.localizedMessage}";

    private final Rebuilding rebuilding = new Rebuilding(PATTERN);

    @AfterEach
    void stop() {
        ThreadContext.clearAll();
        rebuilding.close();
    }

    static Stream<Map.Entry<String, Consumer<Logger>>> statements() {
        Map<String, Consumer<Logger>> all = new LinkedHashMap<>();
        for (Level level : List.of(
                Level.FATAL,
                Level.ERROR,
                Level.WARN,
                Level.INFO,
                Level.DEBUG,
                Level.TRACE,
                Level.OFF,
                Level.forName("NOTICE", 350),
                Level.forName("odd one", 777))) {
            all.put("level " + level, log -> log.log(level, "at {}", level));
        }
        all.put("no arguments", log -> log.info("plain"));
        all.put("null message", log -> log.info((String) null));
        all.put("null object", log -> log.info((Object) null));
        all.put("empty", log -> log.info(""));
        all.put("null arguments", log -> log.info("{} and {}", null, null));
        all.put("too few", log -> log.info("{} and {}", 1));
        all.put("too many", log -> log.info("{}", 1, 2, 3));
        all.put("many", log -> log.info("{}{}{}{}{}{}{}{}{}{}{}{}", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
        all.put("escaped", log -> log.info("\\{} {} {", "x"));
        all.put(
                "kinds",
                log -> log.info(
                        "{} {} {} {} {} {} {}",
                        1.5f,
                        2L,
                        'c',
                        true,
                        new int[] {1, 2},
                        Map.of("a", 1),
                        List.of("x", 'y')));
        all.put("text builder", log -> log.info("{}", java.nio.CharBuffer.wrap("a buffer")));
        all.put(
                "exotic",
                log -> log.info("\u0000 \ud83d\ude00 \u202e\u2028 {} %d ${env:HOME} \r\n\t\u001b[31m", "\u00fc"));
        all.put(
                "throws",
                log -> log.info("{}", new Object() {
                    @Override
                    public String toString() {
                        throw new IllegalStateException("no text");
                    }
                }));
        all.put("throwable last", log -> log.error("failed {}", "x", new IllegalStateException("y")));
        all.put("throwable as argument", log -> log.error("failed {}", new IllegalStateException("y")));
        all.put("throwable alone", log -> log.error(new IllegalStateException("alone")));
        all.put("object", log -> log.info(new ObjectMessage(Map.of("a", 1))));
        all.put("objects", log -> log.info(new ObjectArrayMessage("a", 1, null)));
        all.put("printf", log -> log.printf(Level.INFO, "%05d %s", 42, "x"));
        all.put("String.format", log -> log.info(new StringFormattedMessage("%s", List.of(1))));
        all.put("map", log -> log.info(new StringMapMessage().with("key", "v").with("other", "\"w\"")));
        all.put("map of objects", log -> log.info(new AnyMap().with("key", 5).with("n", 1.5)));
        all.put("structured", log -> {
            StructuredDataMessage message = new StructuredDataMessage("id@32473", "the text", "type");
            message.put("key", "v");
            log.info(message);
        });
        all.put("fluent", log -> log.atWarn()
                .withLocation()
                .withThrowable(new Exception("e"))
                .log("fluent {}", 1));
        all.put("entry and exit", log -> log.traceExit(log.traceEntry("in {}", 5), 6));
        all.put("catching", log -> log.catching(new Exception("caught")));
        all.put("marker", log -> log.info(MarkerManager.getMarker("ONE"), "with marker"));
        all.put("marker's parents", log -> log.info(family(), "with family"));
        all.put("context", log -> {
            ThreadContext.put("user", "\u00fcser {}");
            ThreadContext.put("a b", "");
            ThreadContext.put("key", "value");
            ThreadContext.push("outer");
            ThreadContext.push("inner {}", 1);
            log.info("in context");
        });
        all.put("a long text", log -> log.info("x".repeat(100_000)));
        SampleThrowables.all().forEach((name, thrown) -> all.put("throwable: " + name, log -> log.error("oh", thrown)));
        return all.entrySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("statements")
    void pattern_printsTheSameOfTheRebuiltEvent(Map.Entry<String, Consumer<Logger>> statement) {
        Printed printed = rebuilding.print(statement.getValue());

        assertThat(printed.rebuilt()).isEqualTo(printed.original());
        assertThat(printed.original()).contains("com.example.Shop", "RebuiltEventsTest.java");
    }

    @Test
    void stackTrace_isPrintedByTheJdkAsTheOriginal() {
        SampleThrowables.all().forEach((name, thrown) -> {
            LogEvent rebuilt = rebuilding.rebuild(log -> log.error("oh", thrown));

            assertThat(trace(requireNonNull(rebuilt.getThrown()))).as(name).isEqualTo(trace(thrown));
            assertThat(((RebuiltThrowable) rebuilt.getThrown()).originalClassName())
                    .isEqualTo(thrown.getClass().getName());
        });
    }

    @Test
    void marker_knowsItsAncestorsByName_andRegistersNothing() {
        LogEvent rebuilt = rebuilding.rebuild(log -> log.info(family(), "x"));

        Marker marker = rebuilt.getMarker();
        assertThat(marker).isEqualTo(MarkerManager.getMarker("CHILD")).isNotSameAs(MarkerManager.getMarker("CHILD"));
        assertThat(marker.isInstanceOf("GRANDMOTHER")).isTrue();
        assertThat(marker.isInstanceOf(MarkerManager.getMarker("FATHER"))).isTrue();
        assertThat(marker.isInstanceOf("STRANGER")).isFalse();
        assertThat(Arrays.stream(marker.getParents()).map(Marker::getName)).containsExactly("MOTHER", "FATHER");
    }

    @Test
    void severalMarkers_becomeOneWithParents() {
        var event = dev.centralog.LogEvent.builder()
                .message("x")
                .markers(List.of(new dev.centralog.EventMarker("A"), new dev.centralog.EventMarker("B")))
                .build();

        Marker marker = Log4j2Events.of(event).getMarker();

        assertThat(marker.getName()).isEqualTo("A");
        assertThat(marker.isInstanceOf("B")).isTrue();
    }

    @Test
    void eventByHand_hasNothingOfTheReadingThread() {
        var event = dev.centralog.LogEvent.builder()
                .thread(dev.centralog.ThreadRef.UNKNOWN)
                .level(new dev.centralog.Level("UNHEARD_OF", 11))
                .template("{} items")
                .message("3 items")
                .arguments(3)
                .build();

        LogEvent rebuilt = Log4j2Events.of(event);

        assertThat(rebuilt.getThreadName()).isEmpty();
        assertThat(rebuilt.getThreadId()).isNegative();
        assertThat(rebuilt.getThreadPriority()).isNegative();
        assertThat(rebuilt.getSource()).isNull();
        assertThat(rebuilt.getLoggerName()).isEmpty();
        assertThat(rebuilt.getLevel()).isEqualTo(Level.getLevel("UNHEARD_OF"));
        assertThat(rebuilt.getLevel().intLevel()).isEqualTo(350);
        assertThat(rebuilt.getMessage().getParameters()).containsExactly(3);
        assertThat(rebuilt.toImmutable().getMessage().getFormattedMessage()).isEqualTo("3 items");
    }

    private static Marker family() {
        Marker mother = MarkerManager.getMarker("MOTHER").setParents(MarkerManager.getMarker("GRANDMOTHER"));
        return MarkerManager.getMarker("CHILD").setParents(mother, MarkerManager.getMarker("FATHER"));
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private static final class AnyMap extends MapMessage<AnyMap, Object> {
        private static final long serialVersionUID = 1;

        @Override
        public AnyMap newInstance(Map<String, Object> data) {
            AnyMap copy = new AnyMap();
            data.forEach(copy::with);
            return copy;
        }
    }
}
