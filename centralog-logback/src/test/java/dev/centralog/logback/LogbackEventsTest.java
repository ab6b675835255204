// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEventVO;
import dev.centralog.LogEvent;
import dev.centralog.Thrown;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.MarkerFactory;

/** Tests that layouts print the same text for a rebuilt event as for the original. */
class LogbackEventsTest {
    /**
     * Patterns for all that a layout can print of an event, except the context's birth and the event's number in its
     * process.
     */
    static final List<String> PATTERNS = List.of(
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSS, UTC} %ms %micros %epoch",
            "%level %logger{0} %logger [%thread]",
            "%class %method %file %line %caller{1}",
            "%msg",
            "%mdc %X{user:-nobody}",
            "%marker",
            "%kvp{NONE} %kvp",
            "%ex{full}",
            "%ex{short} %ex{3} %nopex",
            "%rEx",
            "%xEx",
            "%replace(%msg){'a','b'} %-30.30logger %highlight(%level)");

    private final Capture capture = new Capture();

    @Test
    void rebuilt_throughEveryPattern_printsAsTheOriginal() {
        SampleEvents.log(capture);

        assertThat(capture.all()).hasSizeGreaterThan(35);
        for (Capture.Pair pair : capture.all()) {
            ILoggingEvent rebuilt = LogbackEvents.of(pair.data());
            for (String pattern : PATTERNS) {
                assertThat(printed(pattern, rebuilt))
                        .as("%s of %s", pattern, pair.original().getMessage())
                        .isEqualTo(printed(pattern, pair.original()));
            }
        }
    }

    @Test
    void rebuilt_takenAgain_isTheSameData() {
        SampleEvents.log(capture);

        for (Capture.Pair pair : capture.all()) {
            assertThat(taken(LogbackEvents.of(pair.data()))).isEqualTo(pair.data());
        }
    }

    @Test
    void valueObject_taken_hasTheSameThrowable() {
        SampleEvents.log(capture);

        for (Capture.Pair pair : capture.all()) {
            LogEvent fromValueObject = taken(LoggingEventVO.build(pair.original()));

            assertThat(fromValueObject.thrown()).isEqualTo(pair.data().thrown());
            assertThat(fromValueObject.time()).isEqualTo(pair.data().time());
        }
    }

    @Test
    void level_ofAnotherFramework_becomesTheNearest() {
        assertThat(levelOf(dev.centralog.Level.FATAL)).isEqualTo(Level.ERROR);
        assertThat(levelOf(new dev.centralog.Level("NOTICE", 11))).isEqualTo(Level.INFO);
        assertThat(levelOf(new dev.centralog.Level("FINE", 5))).isEqualTo(Level.DEBUG);
        assertThat(levelOf(new dev.centralog.Level("FINEST", 2))).isEqualTo(Level.TRACE);
        assertThat(levelOf(new dev.centralog.Level("ALERT", 15))).isEqualTo(Level.WARN);
        assertThat(levelOf(new dev.centralog.Level("VERBOSE", 0))).isEqualTo(Level.INFO);
    }

    @Test
    void markers_rebuilt_leaveTheFactoryAlone() {
        LogEvent event = LogEvent.builder()
                .markers(List.of(new dev.centralog.EventMarker(
                        "only-gathered", List.of(new dev.centralog.EventMarker("only-referenced")))))
                .build();

        ILoggingEvent rebuilt = LogbackEvents.of(event);

        assertThat(rebuilt.getMarkerList()).hasToString("[only-gathered [ only-referenced ]]");
        assertThat(MarkerFactory.getIMarkerFactory().exists("only-gathered")).isFalse();
        assertThat(MarkerFactory.getIMarkerFactory().exists("only-referenced")).isFalse();
    }

    @Test
    void frames_cut_areSaidToBe() {
        Thrown cut = new Thrown(
                "shop.Broken",
                "deep",
                null,
                List.of(new StackTraceElement("shop.Cart", "add", "Cart.java", 7)),
                44,
                null,
                List.of(),
                -1);

        String text =
                printed("%ex", LogbackEvents.of(LogEvent.builder().thrown(cut).build()));

        assertThat(text.lines())
                .containsExactly("shop.Broken: deep", "\tat shop.Cart.add(Cart.java:7)", "\t... 44 frames not kept");
    }

    @Test
    void throwable_ofAbsentClasses_isPrinted() {
        Thrown absent = new Thrown("no.such.Problem", null, null, List.of(), 0, Thrown.reference(0), List.of(), -1);

        String text = printed(
                "%ex", LogbackEvents.of(LogEvent.builder().thrown(absent).build()));

        assertThat(text.lines())
                .containsExactly("no.such.Problem", "Caused by: [CIRCULAR REFERENCE: no.such.Problem: null]");
    }

    @Test
    void location_unknown_isPrintedAsSuch() {
        assertThat(printed("%class %line", LogbackEvents.of(LogEvent.builder().build())))
                .isEqualTo("? ?");
    }

    private static Level levelOf(dev.centralog.Level level) {
        return LogbackEvents.of(LogEvent.builder().level(level).build()).getLevel();
    }

    private LogEvent taken(ILoggingEvent event) {
        Viewed viewed = Viewed.of(event);
        LogEvent.Builder builder = LogEvent.builder();
        viewed.fill(builder);
        return builder.location(viewed.carriedLocation()).build();
    }

    private String printed(String pattern, ILoggingEvent event) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(capture.loggers);
        layout.setPattern(pattern);
        layout.start();
        return layout.doLayout(event);
    }
}
