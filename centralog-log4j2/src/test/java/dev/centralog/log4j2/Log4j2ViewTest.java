// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.EventMarker;
import dev.centralog.KeyValue;
import dev.centralog.LogEvent;
import dev.centralog.SourceLocation;
import dev.centralog.ThreadRef;
import dev.centralog.Thrown;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.impl.MutableLogEvent;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ObjectMessage;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.apache.logging.log4j.message.ReusableMessageFactory;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.spi.MutableThreadContextStack;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Log4j2ViewTest {
    @Test
    void everything_isTakenFromTheEvent() {
        StringMap context = new SortedArrayStringMap(Map.of("user", "me", "n", "1"));
        IllegalStateException thrown = new IllegalStateException("x");
        LogEvent event = fill(event(new ParameterizedMessage("{} of {}", new Object[] {1, "two"}, null))
                .setContextData(context)
                .setContextStack(new MutableThreadContextStack(List.of("outer", "inner")))
                .setThrown(thrown)
                .setMarker(MarkerManager.getMarker("DRAFT"))
                .build());

        assertThat(event.time()).isEqualTo(Instant.parse("2026-01-02T03:04:05.123456789Z"));
        assertThat(event.level()).isSameAs(dev.centralog.Level.WARN);
        assertThat(event.logger()).isEqualTo("a.Logger");
        assertThat(event.thread()).isEqualTo(new ThreadRef("worker", 77, 3));
        assertThat(event.template()).isEqualTo("{} of {}");
        assertThat(event.arguments()).containsExactly(1, "two");
        assertThat(event.message()).isEqualTo("1 of two");
        assertThat(event.thrown()).isEqualTo(Thrown.of(thrown));
        assertThat(event.markers()).containsExactly(new EventMarker("DRAFT"));
        assertThat(event.mdc()).isEqualTo(Map.of("user", "me", "n", "1"));
        assertThat(event.ndc()).containsExactly("outer", "inner");
        assertThat(event.location()).isNull();
    }

    @Test
    void throwableAmongTheArguments_isNoArgument() {
        IllegalStateException thrown = new IllegalStateException("x");
        Message message = new ParameterizedMessage("failed {}", "a", thrown);

        LogEvent event = fill(event(message).setThrown(thrown).build());

        assertThat(event.arguments()).containsExactly("a");
        assertThat(event.thrown()).isNotNull();
    }

    @Test
    void throwableThatThePatternTakes_isAnArgument() {
        Message message = new ParameterizedMessage("failed {}", new IllegalStateException("x"));

        assertThat(fill(event(message).build()).arguments()).containsExactly("java.lang.IllegalStateException: x");
    }

    @Test
    void mapMessage_becomesKeyValues_andItsKeysTheTemplate() {
        LogEvent event =
                fill(event(new StringMapMessage().with("a", "1").with("b", "2")).build());

        assertThat(event.keyValues()).containsExactly(new KeyValue("a", "1"), new KeyValue("b", "2"));
        assertThat(event.arguments()).isEmpty();
        assertThat(event.template()).isEqualTo("a={} b={}");
        assertThat(event.message()).isEqualTo("a=\"1\" b=\"2\"");
    }

    @Test
    void fingerprint_isFromTheContextThenFromAMapMessage() {
        StringMap context = new SortedArrayStringMap(Map.of("both", "context", "empty", ""));
        StringMapMessage message =
                new StringMapMessage().with("both", "map").with("one", "map").with("empty", "map");
        Viewed viewed = new Viewed(event(message).setContextData(context).build());

        assertThat(viewed.fingerprint("both")).isEqualTo("context");
        assertThat(viewed.fingerprint("one")).isEqualTo("map");
        assertThat(viewed.fingerprint("empty")).isEqualTo("map");
        assertThat(viewed.fingerprint("none")).isNull();
    }

    @Test
    void textThatCanNotBeMade_saysSo() {
        Message hostile = new ObjectMessage(new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no");
            }
        });

        LogEvent event = fill(event(hostile).build());

        assertThat(event.message()).contains("can't be rendered", "java.lang.IllegalStateException");
        assertThat(event.template()).startsWith(Log4j2ViewTest.class.getName());
        assertThat(event.arguments()).hasSize(1);
    }

    @Test
    void reusedEvent_leavesNothingBehind() {
        MutableLogEvent reused = new MutableLogEvent();
        ReusableMessageFactory messages = ReusableMessageFactory.INSTANCE;
        StringBuilder argument = new StringBuilder("before");
        reused.setLevel(Level.INFO);
        reused.setMessage(messages.newMessage("argument {}", argument));

        LogEvent event = fill(reused);
        argument.append(" and after");
        reused.clear();
        reused.setMessage(messages.newMessage("other {}", "x"));

        assertThat(event.template()).isEqualTo("argument {}");
        assertThat(event.message()).isEqualTo("argument before");
        assertThat(event.arguments()).containsExactly("before");
    }

    @Test
    void location_isTakenOnlyIfTheEventHasIt() {
        StackTraceElement source = new StackTraceElement("a.B", "c", "B.java", 5);
        var walking = event(new SimpleMessage("x"))
                .setLoggerFqcn(Log4j2ViewTest.class.getName())
                .setIncludeLocation(true)
                .build();

        assertThat(new Viewed(walking).carriedLocation()).isNull();
        assertThat(walking.isIncludeLocation()).isTrue();
        assertThat(new Viewed(event(new SimpleMessage("x"))
                                .setSource(source)
                                .setIncludeLocation(true)
                                .build())
                        .carriedLocation())
                .isEqualTo(SourceLocation.of(source));
    }

    @Test
    void loggerFrame_isTheClassThatTheEventNames() {
        Viewed viewed = new Viewed(
                event(new SimpleMessage("x")).setLoggerFqcn("a.Wrapper").build());

        assertThat(viewed.isLoggerFrame("a.Wrapper")).isTrue();
        assertThat(viewed.isLoggerFrame("a.WrapperOther")).isFalse();
        assertThat(new Viewed(event(new SimpleMessage("x")).build()).isLoggerFrame("a"))
                .isFalse();
    }

    @Test
    void markersInACircle_end() {
        Marker circle = new MarkerManager.Log4jMarker("CIRCLE");
        circle.setParents(circle);

        LogEvent event = fill(event(new SimpleMessage("x")).setMarker(circle).build());

        assertThat(depth(event.markers().get(0))).isEqualTo(EventMarker.MAX_DEPTH);
    }

    @ParameterizedTest
    @CsvSource({"0, 24", "50, 23", "150, 19", "350, 11", "450, 7", "555, 3", "1000, 1", "2147483647, 1"})
    void customLevel_liesBetweenTheStandardOnes(int number, int severity) {
        assertThat(Levels.of(Level.forName("CUSTOM_" + number, number)))
                .isEqualTo(new dev.centralog.Level("CUSTOM_" + number, severity));
    }

    @Test
    void standardLevels_areTheConstants() {
        Map<String, dev.centralog.Level> standard = new TreeMap<>();
        for (Level level : List.of(Level.FATAL, Level.ERROR, Level.WARN, Level.INFO, Level.DEBUG, Level.TRACE)) {
            standard.put(level.name(), Levels.of(level));
        }

        assertThat(standard).allSatisfy((name, level) -> assertThat(level).isEqualTo(dev.centralog.Level.of(name)));
        assertThat(standard.values()).allMatch(level -> level.severity() > 0);
    }

    @Test
    void eventWithoutAnything_isAnEventAllTheSame() {
        LogEvent event = fill(new Log4jLogEvent());

        assertThat(event.message()).isEmpty();
        assertThat(event.logger()).isEmpty();
        assertThat(event.mdc()).isEmpty();
        assertThat(event.ndc()).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // Log4j2 accepts nulls, though its signature does not say so
    void nulls_amongWhatIsGood_costNothingElse() {
        MarkerManager.Log4jMarker marker = new MarkerManager.Log4jMarker("AUDIT");
        marker.setParents(new MarkerManager.Log4jMarker("FIRST"), null, new MarkerManager.Log4jMarker("LAST"));
        StringMap context = new SortedArrayStringMap(Map.of("user", "me"));
        context.putValue(null, "nameless");
        context.putValue("none", null);
        var nulls = event(new ParameterizedMessage("{} {}", "a", null))
                .setContextStack(new MutableThreadContextStack(Arrays.asList("outer", null, "inner")))
                .setContextData(context)
                .setMarker(marker)
                .build();

        LogEvent event = fill(nulls);

        assertThat(event.ndc()).containsExactly("outer", "null", "inner");
        assertThat(event.mdc()).containsEntry("user", "me").containsEntry("null", "nameless");
        assertThat(event.markers().get(0).references())
                .containsExactly(new EventMarker("FIRST"), new EventMarker("LAST"));
        assertThat(event.arguments()).containsExactly("a", null);
        assertThat(new Viewed(nulls).hasMarker("LAST")).isTrue();
        assertThat(new Viewed(nulls).hasMarker("OTHER")).isFalse();
    }

    private static int depth(EventMarker marker) {
        return 1
                + marker.references().stream()
                        .mapToInt(Log4j2ViewTest::depth)
                        .max()
                        .orElse(0);
    }

    private static Log4jLogEvent.Builder event(Message message) {
        MutableInstant instant = new MutableInstant();
        instant.initFromEpochSecond(Instant.parse("2026-01-02T03:04:05Z").getEpochSecond(), 123_456_789);
        return Log4jLogEvent.newBuilder()
                .setInstant(instant)
                .setLevel(Level.WARN)
                .setLoggerName("a.Logger")
                .setThreadName("worker")
                .setThreadId(77)
                .setThreadPriority(3)
                .setMessage(message);
    }

    private static LogEvent fill(org.apache.logging.log4j.core.LogEvent event) {
        LogEvent.Builder builder = LogEvent.builder();
        new Viewed(event).fill(builder);
        return builder.build();
    }
}
