// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.ActionTotals.Payload;
import dev.centralog.gather.ActionSlice;
import dev.centralog.gather.ActionSource;
import dev.centralog.gather.DeliveryGoneException;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.OpenSlice;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.internal.time.Clock;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Tests of actions from the call to the drained slice, over a real Redis. */
class ActionsIT {
    private static final Duration LONG = Duration.ofSeconds(20);

    private enum Shop {
        LOGON,
        PURCHASE
    }

    /** Returns the start of the slice that is that many slices before the current one. */
    static Instant behind(long slices, Duration length) {
        long second = Clock.system().epochMillis() / 1000;
        return Instant.ofEpochSecond(second - second % length.toSeconds() - slices * length.toSeconds());
    }

    static void count(CentralogConfig config, Action... actions) {
        try (Centralog centralog = Logs.open(config)) {
            for (Action action : actions) {
                centralog.actions().log(action);
            }
            assertThat(centralog.close(LONG)).isZero();
            assertThat(centralog.actions().stats().acknowledged()).isEqualTo(actions.length);
        }
    }

    @EachRedis(isOneEnough = true)
    void log_fromFourThreads_everyActionIsDrainedOnce(LocalRedis redis) throws InterruptedException {
        int threads = 4;
        int each = 30_000;
        CentralogConfig config = Actions.config(redis.port());
        try (Centralog centralog = Logs.open(config)) {
            ActionLog actions = centralog.actions();
            CountDownLatch done = new CountDownLatch(threads);
            for (int t = 0; t < threads; t++) {
                new Thread(() -> {
                            for (int i = 0; i < each; i += 3) {
                                long user = i % 1000;
                                actions.log(user, Shop.LOGON);
                                actions.log(user, Shop.PURCHASE, 0.1);
                                actions.log("u" + user, i % 7, i);
                            }
                            done.countDown();
                        })
                        .start();
            }
            done.await();
            assertThat(centralog.close(LONG)).isZero();
            assertThat(actions.stats().acknowledged()).isEqualTo((long) threads * each);
            assertThat(actions.stats().dropped()).isEmpty();
            assertThat(centralog.stats().logged()).isZero();
        }

        Actions gathered = Actions.gatherAll(config);

        assertThat(gathered.count()).isEqualTo((long) threads * each);
        long whole = 0;
        for (int i = 0; i < each; i += 3) {
            whole += i;
        }
        BigDecimal tenths = new BigDecimal("0.1").multiply(BigDecimal.valueOf((long) threads * each / 3));
        assertThat(gathered.sum()).isEqualByComparingTo(tenths.add(BigDecimal.valueOf(threads * whole)));
        assertThat(gathered.rows()).allMatch(row -> row.flag() == GatheredAction.Flag.NONE);
        assertThat(redis.cliList("KEYS", "*")).noneMatch(key -> key.matches(".*:a:([zdZD]:.*|open|lease|li)"));
    }

    private static Action[] ofSlicesUpTo(Instant current, Duration length, int slices) {
        List<Action> all = new ArrayList<>();
        for (int back = 0; back < slices; back++) {
            Instant start = current.minus(length.multipliedBy(back));
            for (int i = 0; i <= back; i++) {
                all.add(Action.of(1, Shop.LOGON).at(start.plusSeconds(i)));
                all.add(Action.of(back, Shop.PURCHASE).withValue(back).at(start.plusSeconds(599)));
            }
        }
        return all.toArray(Action[]::new);
    }

    @EachRedis(isOneEnough = true)
    void slices_ofTwoHours_areEachSeparateAndRight(LocalRedis redis) throws InterruptedException {
        Duration length = Duration.ofMinutes(10);
        CentralogConfig config = Actions.config(redis.port()).with(Settings.SLICE_LENGTH, length);
        int slices = 13;
        Instant current;
        Actions gathered;
        List<Instant> open;
        do {
            redis.flush();
            gathered = new Actions();
            current = behind(0, length);
            count(config, ofSlicesUpTo(current, length, slices));
            try (ActionSource source = Actions.open(config)) {
                while (gathered.gatherNext(source, Duration.ZERO)) {
                    // on
                }
                open = source.openSlices().stream().map(OpenSlice::start).toList();
            }
        } while (!behind(0, length).equals(current)); // again if a slice began meanwhile, which shifts all by one

        assertThat(open).containsExactly(current.minus(length), current);
        assertThat(gathered.drained()).hasSize(slices - 2).isSorted();
        for (int back = 2; back < slices; back++) {
            List<GatheredAction> slice = gathered.of(current.minus(length.multipliedBy(back)));
            assertThat(slice).hasSize(2).allSatisfy(row -> assertThat(row.sliceLength())
                    .isEqualTo(length));
            assertThat(slice).extracting(GatheredAction::count).containsOnly((long) back + 1);
            assertThat(slice.stream().map(row -> row.totals().sum()).filter(sum -> sum != null))
                    .singleElement()
                    .isEqualTo(BigDecimal.valueOf((long) back * (back + 1)));
        }
    }

    @EachRedis(isOneEnough = true)
    void slices_asFarBehindAsTheDistanceSays_areDrained(LocalRedis redis) throws InterruptedException {
        Duration length = Duration.ofDays(1);
        for (int distance : new int[] {1, 2, 3}) {
            redis.flush();
            CentralogConfig config = Actions.config(redis.port())
                    .with(Settings.SLICE_LENGTH, length)
                    .with(ReaderSettings.SLICE_DISTANCE, distance);
            Instant current = behind(0, length);
            List<Instant> starts = new ArrayList<>();
            for (int back = 5; back >= 0; back--) {
                starts.add(current.minus(length.multipliedBy(back)));
            }
            count(config, starts.stream().map(Action.of(1, "a")::at).toArray(Action[]::new));

            Actions gathered = new Actions();
            try (ActionSource source = Actions.open(config)) {
                while (gathered.gatherNext(source, Duration.ZERO)) {
                    // on
                }
                assertThat(source.openSlices())
                        .extracting(OpenSlice::start)
                        .containsExactlyElementsOf(starts.subList(6 - distance, 6));
            }
            assertThat(gathered.drained()).containsExactlyElementsOf(starts.subList(0, 6 - distance));
        }
    }

    @EachRedis(isOneEnough = true)
    void counts_afterTheirSliceWasDrained_makeTheNextDelivery(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Actions.config(redis.port());
        Instant start = behind(10, Duration.ofSeconds(1));
        Action action = Action.of("bob", "view").at(start);
        count(config, action, action);
        Actions gathered = Actions.gatherAll(config);
        assertThat(gathered.count()).isEqualTo(2);

        count(config, action, action, action);
        Actions late = Actions.gatherAll(config);

        assertThat(late.rows()).singleElement().satisfies(row -> {
            assertThat(row.count()).isEqualTo(3);
            assertThat(row.sliceStart()).isEqualTo(start);
            assertThat(row.delivery()).endsWith(":0:2");
        });
    }

    @EachRedis(isOneEnough = true)
    void counts_late_areHeldForASliceWhicheverReaderComesBy(LocalRedis redis) throws InterruptedException {
        Duration length = Duration.ofMinutes(10);
        CentralogConfig config = Actions.config(redis.port()).with(Settings.SLICE_LENGTH, length);
        Action action = Action.of("bob", "view").at(behind(4, length));
        count(config, action);
        assertThat(Actions.gatherAll(config).count()).isEqualTo(1);
        count(config, action, action);

        try (ActionSource source = Actions.open(config)) {
            assertThat(source.claim(Duration.ZERO)).isNull();
            assertThat(source.openSlices().get(0).dueIn()).isBetween(length.minus(LONG), length);
        }
        // Now the slice looks as if it had been opened again one slice length ago.
        String name = redis.cliList("ZRANGE", "{cl.2:0}:a:open", "0", "-1").get(0);
        redis.cli("ZINCRBY", "{cl.2:0}:a:open", "-600", name);
        try (ActionSource source = Actions.open(config)) {
            assertThat(source.openSlices().get(0).dueIn()).isZero();
            ActionSlice late = source.claim(Duration.ZERO);
            assertThat(late).isNotNull();
            assertThat(late.delivery()).endsWith(":0:2");
        }
    }

    @EachRedis(isOneEnough = true)
    void counts_lateAndNotHeld_areDueAtOnce(LocalRedis redis) throws InterruptedException {
        Duration length = Duration.ofMinutes(10);
        CentralogConfig config = Actions.config(redis.port())
                .with(Settings.SLICE_LENGTH, length)
                .with(ReaderSettings.SLICE_LATE_HOLD, 0);
        Action action = Action.of("bob", "view").at(behind(4, length));
        count(config, action);
        assertThat(Actions.gatherAll(config).count()).isEqualTo(1);
        count(config, action, action);

        assertThat(Actions.gatherAll(config).count()).isEqualTo(2);
    }

    @EachRedis(isOneEnough = true)
    void names_thatAreNoneOfOurs_arePassedOverWithOneWarning(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Actions.config(redis.port());
        count(config, Action.of(1, 2).at(behind(10, Duration.ofSeconds(1))));
        for (String name : List.of("junk", "60+7+1", "60+0", "v2:60+10", " ", "60+60:x", "60+60")) {
            redis.cli("ZADD", "{cl.2:0}:a:open", "0", name + "?");
            redis.cli("ZADD", "{cl.2:0}:a:lease", "0", name);
        }
        List<String> said = new ArrayList<>();
        try (ActionSource source = ActionSource.open(config, (severity, message, cause) -> said.add(message))) {
            Actions gathered = new Actions();
            assertThat(gathered.gatherNext(source, LONG)).isTrue();
            assertThat(gathered.count()).isEqualTo(1);
            assertThat(source.claim(Duration.ofMillis(100))).isNull();
            assertThat(source.backlog().open()).isEmpty();
            assertThat(source.openSlices()).isEmpty();
        }

        assertThat(said)
                .filteredOn(message -> message.contains("were not written by this version"))
                .singleElement()
                .asString()
                .contains("14", "'");
    }

    @EachRedis(isOneEnough = true)
    void counts_olderThanTheRing_areCountedWhereTheyArrive(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Actions.config(redis.port()).with(Settings.SLICE_RING, 6);
        Instant before = Clock.now();
        count(
                config,
                Action.of(1, 2).at(before.minusSeconds(4000)),
                Action.of(1, 3).at(before.plusSeconds(4000)));

        Actions gathered = Actions.gatherAll(config);

        assertThat(gathered.count()).isEqualTo(2);
        assertThat(gathered.rows())
                .allMatch(row -> !row.sliceStart().isBefore(before.minusSeconds(2))
                        && !row.sliceStart().isAfter(Clock.now()));
    }

    @EachRedis(isOneEnough = true)
    void lengths_ofTwoRuns_makeSlicesSideBySide(LocalRedis redis) throws InterruptedException {
        CentralogConfig seconds = Actions.config(redis.port());
        CentralogConfig pairs = seconds.with(Settings.SLICE_LENGTH, Duration.ofSeconds(2));
        Instant start = behind(5, Duration.ofSeconds(2));
        count(seconds, Action.of(1, "a").at(start));
        count(pairs, Action.of(1, "a").at(start), Action.of(1, "a").at(start.plusSeconds(1)));

        Actions gathered = Actions.gatherAll(seconds);

        Map<Duration, Long> byLength = new HashMap<>();
        gathered.of(start).forEach(row -> byLength.put(row.sliceLength(), row.count()));
        assertThat(byLength).containsOnly(Map.entry(Duration.ofSeconds(1), 1L), Map.entry(Duration.ofSeconds(2), 2L));
    }

    @EachRedis(isOneEnough = true)
    void openSlices_canBeLookedInto_andLoseNothingByIt(LocalRedis redis) {
        Duration length = Duration.ofMinutes(10);
        CentralogConfig config = Actions.config(redis.port()).with(Settings.SLICE_LENGTH, length);
        Instant now = Clock.now();
        List<Action> all = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            all.add(Action.of("u" + i % 1500, "view")
                    .withValue(i)
                    .withPayload("p" + i)
                    .at(now));
        }
        count(config, all.toArray(Action[]::new));

        try (ActionSource source = Actions.open(config)) {
            OpenSlice slice = source.openSlices().get(0);
            for (int look = 0; look < 2; look++) {
                Map<String, GatheredAction> seen = new HashMap<>();
                source.peek(slice).forEachRemaining(each -> assertThat(seen.put(each.user(), each))
                        .isNull());

                assertThat(seen).hasSize(1500);
                GatheredAction seven = seen.get("u7");
                assertThat(seven).isNotNull();
                assertThat(seven.count()).isEqualTo(2);
                assertThat(seven.totals().sum()).isEqualTo(BigDecimal.valueOf(7 + 1507));
                assertThat(seven.totals().first()).isEqualTo(new Payload(now, "p7"));
                assertThat(seven.totals().last()).isEqualTo(new Payload(now, "p1507"));
                assertThat(seven.totals().samples()).containsExactly("p7", "p1507");
            }
        }
    }

    @EachRedis(isOneEnough = true)
    void slice_takenOver_isTheSameForBothAndAcknowledgedOnce(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Actions.config(redis.port());
        List<Action> all = new ArrayList<>();
        int rowsOfThreePages = 9000;
        Instant start = behind(10, Duration.ofSeconds(1));
        for (int i = 0; i < rowsOfThreePages; i++) {
            all.add(Action.of(i, "view").at(start));
        }
        count(config, all.toArray(Action[]::new));
        try (ActionSource first = Actions.open(config);
                ActionSource second = Actions.open(config)) {
            ActionSlice zombie = first.claim(LONG);
            assertThat(zombie).isNotNull();
            Iterator<GatheredAction> halfRead = zombie.iterator();
            halfRead.next();
            zombie.release();
            ActionSlice taken = second.claim(LONG);
            assertThat(taken).isNotNull();
            assertThat(taken.attempts()).isEqualTo(2);
            assertThat(taken.delivery()).isEqualTo(zombie.delivery());
            List<GatheredAction> rows = new ArrayList<>();
            taken.forEach(rows::add);
            assertThat(rows).hasSize(rowsOfThreePages);
            assertThat(zombie).containsExactlyInAnyOrderElementsOf(rows);

            assertThat(taken.acknowledge()).isTrue();
            assertThat(zombie.acknowledge()).isFalse();
            assertThatThrownBy(() -> halfRead.forEachRemaining(row -> {})).isInstanceOf(DeliveryGoneException.class);
        }
    }

    @EachRedis(isOneEnough = true)
    void values_thatCantBeCounted_areCountedAsSuch(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Actions.config(redis.port());
        try (Centralog centralog = Logs.open(config)) {
            ActionLog actions = centralog.actions();
            actions.log(1, "pay", Double.NaN);
            actions.log(1, "pay", Double.NEGATIVE_INFINITY);
            actions.log(1, "pay", new BigDecimal("1E+500"));
            actions.log(1, "pay", Long.MAX_VALUE);
            actions.log(1, "pay", Long.MAX_VALUE);
            actions.log("", "");
            assertThat(centralog.close(LONG)).isZero();
        }

        Map<String, GatheredAction> rows = new HashMap<>();
        Actions.gatherAll(config).rows().forEach(row -> rows.merge(row.user(), row, (a, b) -> a));
        GatheredAction paid = rows.get("1");
        assertThat(paid).isNotNull();
        assertThat(paid.count()).isEqualTo(5);
        assertThat(paid.totals().rejected()).isEqualTo(3);
        assertThat(paid.totals().sum()).isEqualByComparingTo("18446744073709551614");
        assertThat(rows.get("")).isNotNull();
    }

    @EachRedis(isOneEnough = true)
    void pairs_beyondTheCap_areCountedTogether(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Actions.config(redis.port()).with(Settings.MAX_SLICE_GROUPS, 100);
        Instant start = behind(10, Duration.ofSeconds(1));
        List<Action> all = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            all.add(Action.of(i, "view").withValue(2).withPayload("secret " + i).at(start));
        }
        count(config, all.toArray(Action[]::new));

        Actions gathered = Actions.gatherAll(config);

        assertThat(gathered.rows()).hasSize(101);
        assertThat(gathered.count()).isEqualTo(5000);
        assertThat(gathered.sum()).isEqualByComparingTo("10000");
        assertThat(gathered.rows().stream().filter(row -> row.flag() == GatheredAction.Flag.OVERFLOW))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.count()).isEqualTo(4900);
                    BigDecimal two = BigDecimal.valueOf(2);
                    BigDecimal sum = BigDecimal.valueOf(9800);
                    assertThat(row.totals()).isEqualTo(new ActionTotals(4900, sum, two, two, 0, null, null, List.of()));
                });
    }

    @EachRedis(isOneEnough = true)
    void junk_inASlice_neverStopsTheRest(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Actions.config(redis.port());
        Instant start = behind(10, Duration.ofSeconds(1));
        count(
                config,
                Action.of(1, "a").at(start),
                Action.of(1, "b").withValue(1).at(start));
        String name = start.getEpochSecond() + "+1";
        redis.cli("HSET", "{cl.2:0}:a:d:" + name, "1:1b", "junk");
        redis.cli("ZADD", "{cl.2:0}:a:z:" + name, "7", "foreign");

        Map<String, GatheredAction> rows = new HashMap<>();
        Actions.gatherAll(config).rows().forEach(row -> rows.put(row.user() + "/" + row.action(), row));

        assertThat(rows.get("1/a")).isNotNull().returns(GatheredAction.Flag.NONE, GatheredAction::flag);
        GatheredAction unreadable = rows.get("1/b");
        assertThat(unreadable).isNotNull().returns(GatheredAction.Flag.UNREADABLE, GatheredAction::flag);
        assertThat(unreadable.unreadable()).isNotNull();
        assertThat(unreadable.unreadable().raw()).asString().isEqualTo("junk");
        assertThat(unreadable.unreadable().groupId()).isEqualTo("1/1:1b");
        assertThat(rows).hasSize(3);
        assertThat(rows.values().stream().mapToLong(GatheredAction::count).sum())
                .isEqualTo(9);
    }

    @EachRedis(isOneEnough = true)
    void idsThatAreNull_areDroppedAndCounted_neverThrown(LocalRedis redis) {
        try (Centralog centralog = Logs.open(Actions.config(redis.port()))) {
            ActionLog actions = centralog.actions();
            String none = nothing();
            actions.log(none, 1);
            actions.log(1, none);
            actions.log(none, none, 3);
            assertThat(centralog.close(LONG)).isZero();
            assertThat(actions.stats().dropped()).containsOnly(Map.entry(DropReason.UNREADABLE, 3L));
        }
    }

    @SuppressWarnings("NullAway") // a caller without null checks may do this
    private static String nothing() {
        return null;
    }
}
