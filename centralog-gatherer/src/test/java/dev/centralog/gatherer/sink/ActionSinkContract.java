// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static dev.centralog.gatherer.sink.Slices.START;
import static dev.centralog.gatherer.sink.Slices.action;
import static dev.centralog.gatherer.sink.Slices.at;
import static dev.centralog.gatherer.sink.Slices.first;
import static dev.centralog.gatherer.sink.Slices.late;
import static dev.centralog.gatherer.sink.Slices.payloads;
import static dev.centralog.gatherer.sink.Slices.unreadable;
import static dev.centralog.gatherer.sink.Slices.values;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.ActionTotals;
import dev.centralog.ActionTotals.Payload;
import dev.centralog.gather.ActionWire;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gatherer.stored.DeadLetter;
import dev.centralog.gatherer.stored.DeadLetters;
import dev.centralog.gatherer.stored.StoredAction;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tests of what every {@link Sink} of actions promises, for sinks whose tables can be queried by SQL. A test class extends
 * it, and provides empty databases.
 */
public abstract class ActionSinkContract extends ActionFaultsContract {
    @Test
    void store_newSlice_isReadAsItWas() {
        startWithoutTables();
        ActionTotals totals = new ActionTotals(
                3,
                new BigDecimal("60"),
                new BigDecimal("-5"),
                new BigDecimal("40"),
                2,
                new Payload(START.plusMillis(250), "first \\ \"quoted\"\t\n\\N"),
                new Payload(START.plusSeconds(9), "last \ud83d\ude00"),
                List.of("first \\ \"quoted\"\t\n\\N", "middle", "last \ud83d\ude00"));

        Stored said = sink().store(first(action("bob", "view", 7, totals), action("eve", "logon", 2)));

        assertThat(said).isEqualTo(new Stored(2, 9, 0, 0, Map.of(), Map.of()));
        assertThat(stored())
                .containsExactly(
                        new StoredAction(START, Slices.LENGTH, "bob", "view", 7, totals, ""),
                        new StoredAction(START, Slices.LENGTH, "eve", "logon", 2, ActionTotals.NONE, ""));
    }

    @Test
    void store_sameDeliveryAgain_changesNothing() {
        SealedSlice slice = first(
                action("bob", "view", 7, values(2, "12.5", "1", "11.5")),
                action("eve", "view", 1, payloads(1, 2, "a", "b")),
                unreadable("eve", "buy", 3, "?"));
        sink().store(slice);
        List<String> before = rows();

        sink().store(slice);
        sink().store(new SealedSlice(slice.delivery(), 2, slice.rows()));

        assertThat(rows()).isEqualTo(before);
        assertThat(Sql.number(url(), "SELECT sum(count) FROM action_slice")).isEqualTo(11);
    }

    @Test
    void store_sameIdentityWithOtherCount_keepsTheLargerWithItsTotals() {
        sink().store(first(action("bob", "buy", 3, values(3, "30", "5", "15"))));

        sink().store(Slices.of(2, List.of(action("bob", "buy", 5, values(5, "55", "4", "16")))));
        sink().store(Slices.of(3, List.of(action("bob", "buy", 4, values(4, "44", "1", "99")))));

        assertThat(Sql.rows(url(), "SELECT count, value_count, value_sum, value_min, value_max FROM actions"))
                .containsExactly("5|5|55|4|16");
    }

    @Test
    void store_totalsThatCouldNotBeRead_areTakenFromALaterStoring() {
        sink().store(first(unreadable("bob", "buy", 3, "{garbage")));
        assertThat(Sql.rows(url(), "SELECT count, value_sum, flag FROM actions"))
                .containsExactly("3|null|unreadable");

        sink().store(Slices.of(2, List.of(action("bob", "buy", 3, values(1, "30", "30", "30")))));
        sink().store(Slices.of(3, List.of(unreadable("bob", "buy", 3, "{garbage"))));

        assertThat(Sql.rows(url(), "SELECT count, value_sum, flag FROM actions"))
                .containsExactly("3|30|");
    }

    @Test
    void store_largerCountWithoutTotals_saysSoAndKeepsThoseThereAre() {
        sink().store(first(action("bob", "buy", 3, values(1, "30", "30", "30"))));

        sink().store(Slices.of(2, List.of(unreadable("bob", "buy", 8, "{garbage"))));

        assertThat(Sql.rows(url(), "SELECT count, value_sum, flag FROM actions"))
                .containsExactly("8|30|unreadable");
    }

    @Test
    void store_lateDelivery_isSummedToOneRowByTheView() {
        sink().store(first(action("bob", "buy", 3, values(3, "30", "5", "15")), action("eve", "buy", 1)));
        sink().store(late(action("bob", "buy", 2, values(2, "3", "1", "2")), action("eve", "view", 1)));

        assertThat(Sql.number(url(), "SELECT count(*) FROM actions")).isEqualTo(4);
        assertThat(Sql.rows(
                        url(),
                        "SELECT user_id, action_id, count, value_count, value_sum, value_min, value_max, deliveries"
                                + " FROM action_slice ORDER BY user_id, action_id"))
                .containsExactly(
                        "bob|buy|5|5|33|1|15|2", "eve|buy|1|0|null|null|null|1", "eve|view|1|0|null|null|null|1");
    }

    @Test
    void store_payloadsOfManyDeliveries_areTheEarliestTheLatestAndEachSampleOnce() {
        sink().store(first(action("bob", "view", 3, payloads(60, 300, "b", "\"c\"", "d"))));
        sink().store(late(action("bob", "view", 2, payloads(10, 200, "a", "\"c\"", "e\\"))));

        ActionTotals totals = storedTotals();

        assertThat(totals.first()).isEqualTo(new Payload(START.plusSeconds(10), "a"));
        assertThat(totals.last()).isEqualTo(new Payload(START.plusSeconds(300), "d"));
        assertThat(totals.samples()).containsExactlyInAnyOrder("a", "b", "\"c\"", "d", "e\\");
    }

    @Test
    void store_deliveriesOfWhichOneHasNoPayload_haveThoseOfTheOther() {
        sink().store(first(action("bob", "view", 3)));
        sink().store(late(action("bob", "view", 2, payloads(10, 200, "a"))));

        assertThat(storedTotals()).isEqualTo(payloads(10, 200, "a"));
    }

    @Test
    void store_flaggedDelivery_isSeenInTheView() {
        sink().store(first(unreadable("bob", "view", 3, "?")));
        sink().store(late(action("bob", "view", 2)));

        assertThat(stored()).singleElement().returns(5L, StoredAction::count).returns("unreadable", StoredAction::flag);
    }

    @Test
    void store_idsOfAllKinds_stayApartAndAsTheyAre() {
        List<String> ids = List.of(
                "",
                " ",
                "bob",
                "Bob",
                "BOB",
                "bob ",
                " bob",
                "b\u00f6b",
                "bo\u0308b",
                "it's",
                "\"",
                "a\tb",
                "a\nb",
                "a\\b",
                "\\N",
                "\ud83d\ude00",
                "%",
                "1",
                "01",
                "~overflow",
                "x".repeat(255),
                "\u00fc".repeat(127) + "x",
                "\ud83d\ude00".repeat(63) + "abc");
        List<GatheredAction> actions = new ArrayList<>();
        for (String user : ids) {
            ids.forEach(each -> actions.add(action(user, each, actions.size() + 1)));
        }

        sink().store(Slices.of(1, actions));
        sink().store(Slices.of(2, actions));
        sink().store(late(actions.toArray(GatheredAction[]::new)));

        assertThat(stored())
                .extracting(each -> List.<Object>of(each.user(), each.action(), each.count()))
                .containsExactlyInAnyOrderElementsOf(actions.stream()
                        .map(each -> List.<Object>of(each.user(), each.action(), 2 * each.count()))
                        .toList());
        assertThat(Sql.number(url(), "SELECT count(*) FROM actions WHERE user_id = 'Bob'"))
                .isEqualTo(2L * ids.size());
    }

    @ParameterizedTest
    @CsvSource({
        "9007199254740993, 9007199254740992, 18014398509481985",
        "9223372036854775807, -9223372036854775808, -1",
        "9223372036854775806, 1, 9223372036854775807",
        "-9223372036854775807, -1, -9223372036854775808",
        "-1, -1, -2",
        "4294967295, 1, 4294967296",
        "-4294967296, -4294967297, -8589934593",
        "0, 0, 0"
    })
    void store_wholeSums_areExact(String one, String other, String sum) {
        sink().store(first(action("bob", "buy", 1, values(1, one, one, one))));
        sink().store(late(action("bob", "buy", 1, values(1, other, other, other))));

        assertThat(storedTotals().sum()).isEqualTo(new BigDecimal(sum));
        assertThat(storedTotals().min()).isEqualTo(new BigDecimal(one).min(new BigDecimal(other)));
        assertThat(storedTotals().max()).isEqualTo(new BigDecimal(one).max(new BigDecimal(other)));
        for (String rollUp : List.of("action_hourly", "action_daily")) {
            assertThat(Sql.rows(url(), "SELECT value_sum FROM " + rollUp)).containsExactly(sum);
        }
    }

    /** Checks that a sum with decimals, or beyond 64 bits, is as exact as the database promises. */
    protected abstract void assertSum(BigDecimal stored, BigDecimal exact);

    @ParameterizedTest
    @CsvSource({
        "9223372036854775807, 1, 9223372036854775808",
        "-9223372036854775808, -1, -9223372036854775809",
        "9223372036854775807000000000, 9223372036854775807000000000, 18446744073709551614000000000",
        "0.1, 0.2, 0.3",
        "9223372036854775807, 0.5, 9223372036854775807.5",
        "123456789012345678.123456789, 0.000000001, 123456789012345678.12345679",
        "-19.90, 19.90, 0"
    })
    void store_decimalsAndSumsBeyond64Bits_areAsExactAsTheDatabase(String one, String other, String sum) {
        sink().store(first(action("bob", "buy", 1, values(1, one, one, one))));
        sink().store(late(action("bob", "buy", 1, values(1, other, other, other))));

        assertSum(Objects.requireNonNull(storedTotals().sum()), new BigDecimal(sum));
        List<String> daily = Sql.rows(url(), "SELECT value_sum FROM action_daily");
        assertThat(daily).hasSize(1);
        assertSum(new BigDecimal(daily.get(0)), new BigDecimal(sum));
    }

    @Test
    void rollUps_sumsThatLackSome_sayIt() {
        ActionTotals some =
                new ActionTotals(1, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, 2, null, null, List.of());
        sink().store(first(
                action("bob", "buy", 3, some),
                at(START.minus(Slices.LENGTH), unreadable("bob", "buy", 4, "?")),
                action("eve", "buy", 1, values(1, "5", "5", "5"))));
        sink().store(late(action("bob", "buy", 3, some)));

        for (String rollUp : List.of("action_hourly", "action_daily")) {
            assertThat(Sql.rows(
                            url(),
                            "SELECT user_id, count, value_sum, values_rejected, flag FROM " + rollUp
                                    + " ORDER BY user_id"))
                    .containsExactly("bob|10|2|4|unreadable", "eve|1|5|0|");
        }
    }

    /** Returns the part of a URL that gives a session another time zone than UTC. */
    protected abstract String inAnotherZone();

    @Test
    void rollUps_sessionInAnotherZone_areOfUtc() {
        Duration day = Duration.ofDays(1);
        Instant midnight = Instant.parse("2026-01-31T00:00:00Z");
        sink().store(first(
                at(START, action("bob", "buy", 1)),
                new GatheredAction(
                        midnight,
                        day,
                        "bob",
                        "buy",
                        Windows.FIRST,
                        2,
                        ActionTotals.NONE,
                        GatheredAction.Flag.NONE,
                        null),
                new GatheredAction(
                        midnight.plus(Duration.ofHours(22)),
                        Duration.ofHours(2),
                        "bob",
                        "buy",
                        Windows.FIRST,
                        4,
                        ActionTotals.NONE,
                        GatheredAction.Flag.NONE,
                        null)));

        String elsewhere = url() + inAnotherZone();
        assertThat(Sql.rows(elsewhere, "SELECT count FROM action_hourly ORDER BY hour"))
                .containsExactly("2", "4", "1");
        assertThat(Sql.rows(elsewhere, "SELECT day, count FROM action_daily")).containsExactly("2026-01-31|7");
    }

    @Test
    void rollUps_slicesOfAllLengths_fallIntoTheHourAndDayThatTheyBeganIn() {
        Instant nextDay = Instant.parse("2026-02-01T00:00:00Z");
        sink().store(first(
                action("bob", "buy", 1, values(1, "10", "10", "10")),
                at(START.minus(Duration.ofMinutes(50)), action("bob", "buy", 2, values(2, "7", "3", "4"))),
                at(START.minus(Duration.ofMinutes(51)), action("bob", "buy", 4)),
                at(nextDay, action("bob", "buy", 8))));
        sink().store(late(action("bob", "buy", 16, values(1, "-1", "-1", "-1"))));

        assertThat(Sql.rows(
                        url(),
                        "SELECT count, value_count, value_sum, value_min, value_max FROM action_hourly ORDER BY hour"))
                .containsExactly("4|0|null|null|null", "19|4|16|-1|10", "8|0|null|null|null");
        assertThat(Sql.rows(
                        url(),
                        "SELECT day, user_id, action_id, count, value_count, value_sum, value_min, value_max"
                                + " FROM action_daily ORDER BY day"))
                .containsExactly("2026-01-31|bob|buy|23|4|16|-1|10", "2026-02-01|bob|buy|8|0|null|null|null");
    }

    @Test
    void store_moreThanAChunk_isStoredWhole() {
        List<GatheredAction> actions = IntStream.range(0, 10_000)
                .mapToObj(i -> action("user " + i % 2_500, "action " + i / 2_500, i + 1))
                .toList();

        Stored once = sink().store(Slices.of(1, actions));
        Stored again = sink().store(Slices.of(1, actions));

        assertThat(once).isEqualTo(new Stored(10_000, 50_005_000, 0, 0, Map.of(), Map.of()));
        assertThat(again).isEqualTo(new Stored(10_000, 50_005_000, 10_000, 0, Map.of(), Map.of()));
        assertThat(Sql.number(url(), "SELECT sum(count) FROM actions")).isEqualTo(50_005_000);
        assertThat(Sql.number(url(), "SELECT count(*) FROM actions")).isEqualTo(10_000);
    }

    @Test
    void store_unreadableTotals_areCountedAndPutAside() {
        SealedSlice slice = first(unreadable("bob", "view", 3, "{garbage"), action("eve", "view", 1));
        sink().store(slice);

        Stored again = sink().store(new SealedSlice(slice.delivery(), 2, slice.rows()));

        assertThat(again).isEqualTo(new Stored(2, 4, 2, 0, Map.of(), Map.of("unreadable", 1L)));
        assertThat(Sql.rows(
                        url(), "SELECT stream, group_id, delivery, length(raw), reason, attempts FROM dead_letters"))
                .containsExactly("actions|600/3:bobview|" + Windows.FIRST + "|8|no totals|2");
    }

    @Test
    void store_rowsTheDatabaseRefuses_arePutAsideAndCanBeReplayed() {
        sink().prepare();
        refuse("actions", "payload_last", "poison");
        ActionTotals poison = payloads(1, 2, "fine", "poison");
        List<GatheredAction> actions = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            actions.add(action("user " + i, "view", 2, i % 1_300 == 7 ? poison : payloads(1, 2, "fine")));
        }
        Collections.shuffle(actions, new Random(1));

        Stored stored = sink().store(Slices.of(1, actions));

        assertThat(stored).isEqualTo(new Stored(3_000, 6_000, 0, 0, Map.of(), Map.of("rejected", 3L)));
        assertThat(Sql.number(url(), "SELECT sum(count) FROM actions")).isEqualTo(6_000);
        assertThat(Sql.rows(
                        url(), "SELECT user_id, payload_last FROM actions WHERE flag = 'rejected' ORDER BY user_id"))
                .containsExactly("user 1307|null", "user 2607|null", "user 7|null");
        try (DeadLetters letters = DeadLetters.open(target())) {
            List<DeadLetter> all = letters.list(false);
            assertThat(all).hasSize(3).allSatisfy(letter -> {
                assertThat(letter.stream()).isEqualTo(DropReport.ACTIONS);
                assertThat(letter.reason()).contains("the database did not take it");
                assertThat(ActionWire.decode(letter.raw())).isEqualTo(poison);
                assertThat(letters.replay(letter)).isNotNull();
            });
            allowAll();
            assertThat(all)
                    .allSatisfy(letter -> assertThat(letters.replay(letter)).isNull());
            assertThat(letters.list(false)).isEmpty();
        }
        assertThat(Sql.rows(
                        url(),
                        "SELECT user_id, count, payload_last, flag FROM actions WHERE payload_last = 'poison' ORDER BY"
                                + " user_id"))
                .containsExactly("user 1307|2|poison|", "user 2607|2|poison|", "user 7|2|poison|");
    }

    @Test
    void store_manyAtOnce_isStoredOnce() {
        sink().prepare();
        List<GatheredAction> actions = IntStream.range(0, 3_000)
                .mapToObj(i -> action("user " + i, "view", 1, values(1, "2", "2", "2")))
                .toList();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int attempts = 1 + i / 2;
            all.add(CompletableFuture.runAsync(() -> {
                try (Sinks each = Sinks.open(target())) {
                    each.actions().store(Slices.of(attempts, actions));
                }
            }));
        }
        all.forEach(CompletableFuture::join);

        assertThat(Sql.rows(url(), "SELECT count(*), sum(count), sum(value_sum) FROM actions"))
                .containsExactly("3000|3000|6000");
    }
}
