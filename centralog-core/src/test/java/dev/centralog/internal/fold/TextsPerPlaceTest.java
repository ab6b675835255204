// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.GroupBy;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.Settings;
import dev.centralog.SourceLocation;
import dev.centralog.internal.wire.GroupKey;
import dev.centralog.internal.wire.HostClock;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of which texts without arguments have groups of their own, and which are counted with their place. */
class TextsPerPlaceTest {
    private static final int DEFAULT = 16;
    private static final SourceLocation PLACE = new SourceLocation("a.B", "sell", "B.java", 7);
    private static final GroupKey.Parts PARTS = new GroupKey.Parts("app", "", "ERROR", "a.B", null);
    private static final String VARYING = GroupKey.toHex(GroupKey.place(PARTS, PLACE, null));
    private static final long SECOND = DrainedFolder.secondsAgo(10);

    private final DrainedRows rows = new DrainedRows();

    private static DrainedFolder folds(CentralogConfig config) {
        return new DrainedFolder(64 << 20, config);
    }

    private static DrainedFolder folds(int textsPerPlace) {
        return folds(CentralogConfig.defaults().with(Settings.TEXTS_PER_PLACE, textsPerPlace));
    }

    private static LogEvent.Builder event(String text, long second) {
        return LogEvent.builder()
                .time(Instant.ofEpochSecond(second))
                .level(Level.ERROR)
                .logger("a.B")
                .message(text)
                .location(PLACE);
    }

    private static void log(DrainedFolder folds, LogEvent.Builder event) {
        assertThat(folds.table.fold(event.build(), LogEventView.INSTANCE)).isTrue();
    }

    private static void log(DrainedFolder folds, String text, long second) {
        log(folds, event(text, second));
    }

    private static String own(String text) {
        return GroupKey.toHex(GroupKey.callSite(PARTS, PLACE, text));
    }

    @Test
    void texts_ofAPlace_aboveTheLimit_areOneRow_andRepeatsStayInTheirs() {
        DrainedFolder folds = folds(CentralogConfig.defaults());
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 100; i++) {
                log(folds, "user " + i + " failed", SECOND);
            }
        }

        rows.drain(folds);

        assertThat(rows.of(SECOND)).hasSize(DEFAULT + 1);
        for (int i = 0; i < DEFAULT; i++) {
            assertThat(rows.of(SECOND)).containsEntry(own("user " + i + " failed"), 3L);
            assertThat(rows.event(own("user " + i + " failed"))).doesNotContain("varying");
        }
        assertThat(rows.count(SECOND, VARYING)).isEqualTo(3 * (100 - DEFAULT));
        assertThat(rows.event(VARYING))
                .contains("\"message\":\"user 16 failed\"")
                .endsWith(",\"varying\":true}");
        assertThat(folds.budget.used()).isZero();
        assertThat(folds.table.groups()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16, 17, 100, 1000, 10_000})
    void textsPerPlace_isHowManyHaveARow(int limit) {
        DrainedFolder folds = folds(limit);
        for (int i = 0; i < limit; i++) {
            log(folds, "user " + i, SECOND);
        }
        rows.drain(folds);
        assertThat(rows.of(SECOND)).hasSize(limit).doesNotContainKey(VARYING);

        for (int i = 0; i < 2 * limit; i++) {
            log(folds, "user " + i, SECOND - 1);
        }
        rows.drain(folds);

        assertThat(rows.of(SECOND - 1)).hasSize(limit + 1).containsEntry(VARYING, (long) limit);
    }

    @Test
    void textsPerPlace_zero_givesEachTextARow() {
        DrainedFolder folds = folds(0);
        for (int i = 0; i < 500; i++) {
            log(folds, "user " + i, SECOND);
        }

        rows.drain(folds);

        assertThat(rows.of(SECOND)).hasSize(500).doesNotContainKey(VARYING);
    }

    @Test
    void nextSecond_beginsAnew() {
        DrainedFolder folds = folds(CentralogConfig.defaults());
        for (long second = SECOND - 20; second <= SECOND; second++) {
            for (int i = 0; i < 20; i++) {
                log(folds, "user " + i, second);
            }
        }

        rows.drain(folds);

        for (long second = SECOND - 20; second <= SECOND; second++) {
            assertThat(rows.of(second)).hasSize(DEFAULT + 1).containsEntry(VARYING, 4L);
        }
    }

    @Test
    void helperWithFewStatements_keepsThemApart() {
        DrainedFolder folds = folds(CentralogConfig.defaults());
        for (int i = 0; i < 1000; i++) {
            log(folds, "statement " + i % 10, SECOND - i % 3);
        }

        rows.drain(folds);

        for (long second = SECOND - 2; second <= SECOND; second++) {
            assertThat(rows.of(second)).hasSize(10).doesNotContainKey(VARYING);
        }
        assertThat(rows.sum()).isEqualTo(1000);
    }

    @Test
    void eventsWithArguments_areNeverCountedWithTheirPlace() {
        DrainedFolder folds = folds(CentralogConfig.defaults());
        for (int i = 0; i < 100; i++) {
            log(folds, event("user " + i, SECOND).template("user " + i).arguments(i));
        }
        for (int i = 0; i < 100; i++) {
            log(folds, "user " + i, SECOND);
        }

        rows.drain(folds);

        assertThat(rows.of(SECOND)).hasSize(100).containsEntry(own("user 99"), 2L); // the texts have entries there
    }

    @Test
    void eventsWithoutPlaceOrText_andWithAFingerprint_areNeverCountedWithTheirPlace() {
        DrainedFolder folds = folds(CentralogConfig.defaults().with(Settings.FINGERPRINT_KEY, "fingerprint"));
        for (int i = 0; i < 100; i++) {
            log(folds, event("user " + i, SECOND).location(null));
            log(folds, event("user " + i, SECOND).mdc(Map.of("fingerprint", "user " + i)));
            log(
                    folds,
                    LogEvent.builder()
                            .time(Instant.ofEpochSecond(SECOND))
                            .location(PLACE)
                            .logger("logger " + i));
        }

        rows.drain(folds);

        assertThat(rows.of(SECOND)).hasSize(300).doesNotContainKey(VARYING);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CALL_SITE")
    void otherGrouping_isAsItWas(GroupBy groupBy) {
        DrainedFolder folds = folds(CentralogConfig.defaults().with(Settings.GROUP_BY, groupBy));
        for (int i = 0; i < 100; i++) {
            log(folds, "user " + i, SECOND);
        }

        rows.drain(folds);

        assertThat(rows.of(SECOND)).hasSize(groupBy == GroupBy.PLACE ? 1 : 100);
        assertThat(rows.events()).noneMatch(json -> json.contains("varying"));
        assertThat(rows.count(SECOND, VARYING)).isEqualTo(groupBy == GroupBy.PLACE ? 100 : 0);
    }

    /** Tests that each part of what {@code groupBy=place} groups by, and the origin, has texts of its own. */
    @Test
    void places_haveTheirOwnTexts() {
        List<UnaryOperator<LogEvent.Builder>> places = List.of(
                builder -> builder,
                builder -> builder.level(Level.WARN),
                builder -> builder.logger("a.C"),
                builder -> builder.logger(null),
                builder -> builder.thrown(new IOException("disk")),
                builder -> builder.thrown(new IllegalStateException("disk")),
                builder -> builder.location(new SourceLocation("a.B", "sell", "B.java", 8)),
                builder -> builder.location(new SourceLocation("a.B", "buy", "C.java", 7)),
                builder -> builder.origin(new Origin("other", "", "host", 1)),
                builder -> builder.origin(new Origin("other", "test", "host", 1)));
        DrainedFolder folds = folds(CentralogConfig.defaults());
        for (UnaryOperator<LogEvent.Builder> place : places) {
            for (int i = 0; i < 20; i++) {
                log(folds, place.apply(event("user " + i, SECOND)));
            }
        }

        rows.drain(folds);

        assertThat(rows.of(SECOND)).hasSize(places.size() * (DEFAULT + 1));
        assertThat(rows.of(SECOND).values().stream().filter(count -> count == 4))
                .hasSameSizeAs(places);
    }

    @Test
    void placeWhoseTextIsNull_isAnotherGroupThanThatOfItsTexts() {
        DrainedFolder folds = folds(1);
        log(folds, event("", SECOND).message(null));
        log(folds, "first", SECOND);
        log(folds, "second", SECOND);
        log(folds, "third", SECOND);
        log(folds, event("", SECOND).message(null));

        rows.drain(folds);

        assertThat(rows.of(SECOND))
                .containsOnly(
                        Map.entry(GroupKey.toHex(GroupKey.callSite(PARTS, PLACE, null)), 2L),
                        Map.entry(own("first"), 1L),
                        Map.entry(VARYING, 2L));
    }

    @Test
    void textThatIsMasked_isNotInThePlacesKey() {
        CentralogConfig config = CentralogConfig.defaults().with(Settings.MASK, "card \\d+");
        DrainedFolder folds = folds(config);
        for (int i = 0; i < 20; i++) {
            log(folds, "card " + i, SECOND);
        }

        rows.drain(folds);

        assertThat(rows.of(SECOND)).containsOnly(Map.entry(own("***"), 16L), Map.entry(VARYING, 4L));
    }

    /** Tests a text whose entry made room before its second was over: it is not counted a second time. */
    @Test
    void textsWhoseEntriesWereClosed_keepTheirRows() {
        DrainedFolder folds = new DrainedFolder(1 << 20);
        long running = DrainedFolder.secondsAgo(0);
        long logged = 0;
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 10; i++) {
                log(folds, "text " + i, running);
                logged++;
            }
            for (int i = 0; !folds.budget.isFuller(3); i++) {
                log(folds, event("other " + i, running).location(null).arguments(i));
                logged++;
            }
            rows.drain(folds);
        }

        assertThat(folds.counters.opened.sum()).isGreaterThan(rows.of(running).size());
        for (int i = 0; i < 10; i++) {
            assertThat(rows.of(running)).containsEntry(own("text " + i), 10L);
        }
        assertThat(rows.count(running, VARYING)).isZero();
        assertThat(rows.sum()).isEqualTo(logged);
    }

    /** Tests that the second in which Redis's time becomes known is one second, although its window changes. */
    @Test
    void secondInWhichRedisTimeBecomesKnown_isOne() {
        DrainedFolder folds = folds(CentralogConfig.defaults());
        folds.table.correctClock(HostClock.unchecked(0));
        for (int i = 0; i < 10; i++) {
            log(folds, "user " + i, SECOND);
        }
        folds.table.correctClock(HostClock.unchecked(0).behindRedis(3600));
        for (int i = 5; i < 30; i++) {
            log(folds, "user " + i, SECOND);
        }

        rows.drain(folds);

        assertThat(rows.of(SECOND + 3600)).hasSize(DEFAULT + 1).containsEntry(VARYING, 14L);
        assertThat(rows.sum()).isEqualTo(35);
    }

    @Test
    void longTexts_areToldApart() {
        DrainedFolder folds = folds(2);
        String start = "x".repeat(100_000);
        for (int i = 0; i < 5; i++) {
            log(folds, start + i, SECOND);
        }

        rows.drain(folds);

        assertThat(rows.of(SECOND)).hasSize(3).containsEntry(VARYING, 3L).containsEntry(own(start + 1), 1L);
    }

    @Test
    void textsOfOneHash_areToldApart() {
        DrainedFolder folds = folds(100);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 1000; i++) {
                log(folds, CollidingTexts.number(i), SECOND);
            }
        }

        rows.drain(folds);

        assertThat(rows.of(SECOND)).hasSize(101).containsEntry(VARYING, 1800L);
        assertThat(rows.of(SECOND).values().stream().filter(count -> count == 2))
                .hasSize(100);
    }

    @Test
    void placesOfOneHash_areFound() {
        DrainedFolder folds = folds(1);
        for (int i = 0; i < 1000; i++) {
            for (int text = 0; text < 3; text++) {
                log(folds, event("text " + text, SECOND).logger(CollidingTexts.number(i)));
            }
        }

        rows.drain(folds);

        assertThat(rows.of(SECOND)).hasSize(2000);
        assertThat(rows.of(SECOND).values().stream().filter(count -> count == 2))
                .hasSize(1000);
    }

    @Test
    void texts_beyondTheirRoom_areCountedWithTheirPlaces() {
        DrainedFolder folds = new DrainedFolder(1 << 20, CentralogConfig.defaults());
        TextsPerPlace texts = new TextsPerPlace(10_000, 64 << 10);
        int own = 0;
        for (int i = 0; i < 10_000; i++) {
            LogEvent event = event("user " + i, SECOND).build();
            own += texts.placeOf(event, LogEventView.INSTANCE, event.message(), PLACE) == null ? 1 : 0;
        }
        LogEvent ofAnotherPlace = event("user", SECOND).logger("a.C").build();

        assertThat(own).isBetween(500, 900);
        assertThat(texts.usedBytes()).isBetween(63L << 10, 64L << 10);
        EventGroupKey beyond = texts.placeOf(ofAnotherPlace, LogEventView.INSTANCE, "user", PLACE);
        assertThat(beyond).isEqualTo(EventGroupKey.ofPlace(ofAnotherPlace, LogEventView.INSTANCE, PLACE));
        assertThat(folds.budget.used()).isZero();
    }

    @Test
    void pastSeconds_areForgotten() {
        TextsPerPlace texts = new TextsPerPlace(DEFAULT, 1 << 20);
        for (int second = 0; second < 100; second++) {
            for (int i = 0; i < 20; i++) {
                LogEvent event = event("user " + i, SECOND + second).build();
                texts.placeOf(event, LogEventView.INSTANCE, event.message(), PLACE);
            }
        }
        long ofFour = texts.usedBytes();
        LogEvent muchLater = event("user", SECOND + 1000).build();
        texts.placeOf(muchLater, LogEventView.INSTANCE, "user", PLACE);

        assertThat(texts.usedBytes()).isBetween(1L, ofFour / 4);
    }
}
