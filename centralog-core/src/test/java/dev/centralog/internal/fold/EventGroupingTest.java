// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.GroupBy;
import dev.centralog.KeyValue;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.SourceLocation;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of what puts two events into one group, both in the table and by the group's name in Redis. */
class EventGroupingTest {
    private static final CentralogConfig PINS =
            CentralogConfig.defaults().with(Settings.MASK, "pin=\\d+").with(Settings.FINGERPRINT_KEY, "fingerprint");
    private static final SourceLocation PLACE = new SourceLocation("a.B", "sell", "B.java", 7);

    private static LogEvent.Builder event() {
        return LogEvent.builder()
                .time(Instant.ofEpochSecond(DrainedFolder.secondsAgo(10)))
                .level(Level.ERROR)
                .logger("a.B")
                .template("no item {}")
                .message("no item 7")
                .location(PLACE);
    }

    /** Returns the one group of an event and its repeats. */
    private static EventGroup group(CentralogConfig config, LogEvent event) {
        DrainedFolder folds = new DrainedFolder(8 << 20, config);
        for (int i = 0; i < 3; i++) {
            assertThat(folds.table.fold(event, LogEventView.INSTANCE)).isTrue();
        }
        assertThat(folds.table.groups()).isEqualTo(1);
        assertThat(folds.counters.opened.sum()).isEqualTo(1);
        return Objects.requireNonNull(folds.table.fresh()).group();
    }

    private static byte[] name(CentralogConfig config, LogEvent.Builder event) {
        return group(config, event.build()).hash();
    }

    private static CentralogConfig by(GroupBy groupBy) {
        return PINS.with(Settings.GROUP_BY, groupBy);
    }

    private static LogEvent.Builder fingerprinted(String fingerprint) {
        return event().mdc(Map.of("fingerprint", fingerprint));
    }

    @Test
    void fingerprint_standsForTextAndPlace_besideLevelLoggerAndThrowable() {
        byte[] name = name(PINS, fingerprinted("card"));

        assertThat(name(PINS, fingerprinted("card").template("other").message("other")))
                .isEqualTo(name);
        assertThat(name(PINS, fingerprinted("card").location(new SourceLocation("a.C", "d", "C.java", 1))))
                .isEqualTo(name);
        assertThat(name(by(GroupBy.MESSAGE), fingerprinted("card"))).isEqualTo(name);
        for (LogEvent.Builder other : List.of(
                fingerprinted("card").level(Level.WARN),
                fingerprinted("card").logger("a.C"),
                fingerprinted("card").thrown(new IllegalStateException("x")),
                fingerprinted("other"))) {
            assertThat(name(PINS, other)).isNotEqualTo(name);
        }
    }

    @Test
    void fingerprints_ofSeveralLevels_areSeveralGroups() {
        DrainedFolder folds = new DrainedFolder(1 << 20, PINS);
        for (Level level : new Level[] {Level.ERROR, Level.WARN, Level.ERROR}) {
            folds.table.fold(fingerprinted("card").level(level).build(), LogEventView.INSTANCE);
        }

        assertThat(folds.table.groups()).isEqualTo(2);
        assertThat(folds.counters.folded()).isEqualTo(1);
    }

    /**
     * Ignores the MDC by default: it belongs to the application, which may have, for example, a device's fingerprint
     * there.
     */
    @Test
    void fingerprint_byDefault_isAnEntryOfTheMdcAsAnyOther() {
        CentralogConfig defaults = CentralogConfig.defaults();

        assertThat(name(defaults, fingerprinted("device-7f3a"))).isEqualTo(name(defaults, event()));
        assertThat(name(defaults, fingerprinted("device-7f3a").template("other")))
                .isNotEqualTo(name(defaults, event()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void fingerprint_thatIsBlank_isNone(String blank) {
        assertThat(name(PINS, fingerprinted(blank))).isEqualTo(name(PINS, event()));
        assertThat(name(PINS, fingerprinted("").keyValues(List.of(new KeyValue("fingerprint", "card")))))
                .isEqualTo(name(PINS, fingerprinted("card")));
    }

    /** Keeps levels apart: an error is never a repeat of an event with a lower level, whatever the grouping is. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            CALL_SITE, ''
            TEMPLATE,  ''
            MESSAGE,   ''
            PLACE,     ''
            CALL_SITE, device-7f3a
            MESSAGE,   device-7f3a
            """)
    void fold_neverHidesAMoreSevereEvent(GroupBy groupBy, String fingerprint) {
        DrainedFolder folds = new DrainedFolder(1 << 20, by(groupBy));
        Set<String> names = new HashSet<>();
        int kinds = 0;
        for (Level level : new Level[] {Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR, Level.FATAL}) {
            for (String logger : new String[] {"a.B", "a.C"}) {
                for (Throwable thrown :
                        new Throwable[] {new IllegalStateException("x"), new IllegalStateException(new IOException("x"))
                        }) {
                    LogEvent.Builder event =
                            fingerprinted(fingerprint).level(level).logger(logger);
                    LogEvent[] both = {event.build(), event.thrown(thrown).build()};
                    for (LogEvent each : both) {
                        folds.table.fold(each, LogEventView.INSTANCE);
                        names.add(HexFormat.of()
                                .formatHex(group(by(groupBy), each).hash()));
                    }
                    kinds++;
                }
            }
        }
        kinds += 6 * 2; // the ones without a throwable occur twice
        assertThat(folds.table.groups()).isEqualTo(kinds);
        assertThat(names).hasSize(kinds);
    }

    @ParameterizedTest
    @EnumSource
    void text_isMaskedBeforeItIsHashed(GroupBy groupBy) {
        String[] texts = {"trying pin=1234 for {}", "trying pin=9876 for {}", "trying *** for {}"};
        byte[] masked = name(by(groupBy), event().template(texts[2]).message(texts[2]));

        for (String text : texts) {
            assertThat(name(by(groupBy), event().template(text).message(text))).isEqualTo(masked);
        }
        byte[] other = name(by(groupBy), event().template("other").message("other"));
        if (groupBy == GroupBy.PLACE) {
            assertThat(other).isEqualTo(masked);
        } else {
            assertThat(other).isNotEqualTo(masked);
        }
    }

    /** Covers longer texts too, for which the table holds a digest of the text. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PLACE")
    void longText_isMaskedBeforeItIsHashed(GroupBy groupBy) {
        String start = "x".repeat(10_000);
        byte[] masked = name(by(groupBy), event().template(start + " ***").message(start + " ***"));

        assertThat(name(by(groupBy), event().template(start + " pin=1").message(start + " pin=1")))
                .isEqualTo(masked);
        assertThat(name(by(groupBy), event().template(start + " pin=2").message(start + " pin=2")))
                .isEqualTo(masked);
        assertThat(name(by(groupBy), event().template(start).message(start))).isNotEqualTo(masked);
        assertThat(name(PINS, fingerprinted(start + " pin=1"))).isEqualTo(name(PINS, fingerprinted(start + " ***")));
    }

    @Test
    void longText_inTheTable_isShort() {
        String text = "x".repeat(100_000);

        EventGroup group =
                group(by(GroupBy.MESSAGE), event().template(text).message(text).build());

        assertThat(String.valueOf(group.parts().template())).hasSizeLessThan(100);
        assertThat(String.valueOf(group.parts().text())).hasSizeLessThan(100);
    }

    @Test
    void fingerprint_isMaskedAsItsValueIs() {
        byte[] masked = name(PINS, fingerprinted("card ***"));
        assertThat(name(PINS, fingerprinted("card pin=1234"))).isEqualTo(masked);
        assertThat(name(PINS, fingerprinted("card pin=9876"))).isEqualTo(masked);

        CentralogConfig behind = PINS.with(Settings.FINGERPRINT_KEY, "pin");
        assertThat(name(behind, event().mdc(Map.of("pin", "1234"))))
                .isEqualTo(name(behind, event().mdc(Map.of("pin", "9876"))))
                .isNotEqualTo(name(behind, event().mdc(Map.of("pin", "none"))));

        CentralogConfig hidden = PINS.with(Settings.MASK_KEYS, List.of("FingerPrint"));
        assertThat(name(hidden, fingerprinted("1234"))).isEqualTo(name(hidden, fingerprinted("9876")));
    }

    @Test
    void mask_thatGivesUp_isHashedAsSuch() {
        CentralogConfig exponential = CentralogConfig.defaults().with(Settings.MASK, "(a|aa)+(b)\\2");

        assertThat(name(exponential, event().template("a".repeat(64))))
                .isEqualTo(name(CentralogConfig.defaults(), event().template("[mask failed]")));
    }

    @Test
    void place_knowsNoText_andWithoutAPlaceTheTemplate() {
        CentralogConfig byPlace = by(GroupBy.PLACE);
        DrainedFolder folds = new DrainedFolder(1 << 20, byPlace);
        for (String text : new String[] {"one", "two", "three"}) {
            folds.table.fold(event().template(text).message(text).build(), LogEventView.INSTANCE);
        }
        assertThat(folds.table.groups()).isEqualTo(1);
        assertThat(folds.counters.folded()).isEqualTo(2);

        assertThat(name(byPlace, event().location(null).template("one")))
                .isNotEqualTo(name(byPlace, event().location(null).template("two")))
                .isEqualTo(name(by(GroupBy.TEMPLATE), event().template("one")))
                .isEqualTo(name(by(GroupBy.CALL_SITE), event().location(null).template("one")));
        assertThat(name(byPlace, event())).isNotEqualTo(name(by(GroupBy.CALL_SITE), event()));
    }

    @Test
    void message_whateverItWasRenderedFrom_isOneGroup() {
        DrainedFolder folds = new DrainedFolder(1 << 20, by(GroupBy.MESSAGE));
        for (String template : new String[] {"no item {}", "no {} {}", "no item 7"}) {
            folds.table.fold(event().template(template).build(), LogEventView.INSTANCE);
        }
        assertThat(folds.table.groups()).isEqualTo(1);
        assertThat(folds.counters.folded()).isEqualTo(2);

        folds.table.fold(event().message("no item 8").build(), LogEventView.INSTANCE);
        assertThat(folds.table.groups()).isEqualTo(2);
    }

    /** Covers loggers that are named after the object that logs; the event keeps the name unchanged. */
    @Test
    void loggers_namedAfterGeneratedClasses_areTheGroupsOfTheClassesThatWereWritten() {
        Map<String, List<String>> generated = Map.of(
                "com.acme.Cart",
                List.of(
                        "com.acme.Cart",
                        "com.acme.Cart$$Lambda$14/0x0000000800c03000",
                        "com.acme.Cart$$Lambda/0x7ae1b2"),
                "com.acme.Order",
                List.of("com.acme.Order$$SpringCGLIB$$0", "com.acme.Order$$EnhancerBySpringCGLIB$$1f2e3d4c"),
                "com.acme.User",
                List.of("com.acme.User$HibernateProxy$aB3dE5fG", "com.acme.User$HibernateProxy$zZ9yY8xX"),
                "$Proxy",
                List.of("com.sun.proxy.$Proxy12", "jdk.proxy2.$Proxy7", "$Proxy99"));
        Set<String> all = new HashSet<>();
        generated.forEach((written, loggers) -> {
            byte[] name = name(PINS, event().logger(written));
            for (String logger : loggers) {
                EventGroup group = group(PINS, event().logger(logger).build());
                assertThat(group.hash()).isEqualTo(name);
                assertThat(group.parts().logger()).isEqualTo(logger);
            }
            all.add(HexFormat.of().formatHex(name));
        });
        assertThat(all).hasSize(4);
    }

    /** Covers groups that differ in the table but have one name: each counts, and Redis adds them up. */
    @Test
    void templates_thatBecomeOne_areCountedOneByOneUnderOneName() {
        DrainedFolder folds = new DrainedFolder(1 << 20, PINS);
        for (int i = 0; i < 30; i++) {
            folds.table.fold(event().template("pin=" + i % 3).build(), LogEventView.INSTANCE);
        }
        folds.drain();

        assertThat(folds.counters.opened.sum()).isEqualTo(3);
        assertThat(folds.repeats()).isEqualTo(30);
        assertThat(name(PINS, event().template("pin=1"))).isEqualTo(name(PINS, event().template("pin=2")));
    }
}
