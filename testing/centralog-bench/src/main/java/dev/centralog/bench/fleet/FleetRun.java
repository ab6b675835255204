// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.fleet;

import dev.centralog.CentralogConfig;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.SourceLocation;
import dev.centralog.bench.report.RedisInfo;
import dev.centralog.internal.fold.ProducerCounters;
import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.ship.Fleet;
import dev.centralog.internal.ship.FleetServer;
import dev.centralog.internal.ship.FleetWatch;
import dev.centralog.testkit.LocalRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a fleet through its day: all start at once, log now and then, all log in one moment, lose Redis and find it again, and
 * end; while a gatherer gathers. Blocks.
 */
public final class FleetRun {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration LEAD = Duration.ofMillis(500);
    private static final int STORMS = 5;
    private static final Duration STORM_INTERVAL = Duration.ofSeconds(4);

    private final FleetPlan plan;
    private final List<FleetPhase> phases = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(42);
    private volatile @Nullable PhaseFigures now;

    FleetRun(FleetPlan plan) {
        this.plan = plan;
    }

    /** The outcome: the law's two sides, and the figures. */
    record Outcome(
            FleetPlan plan,
            List<FleetPhase> phases,
            long logged,
            long gathered,
            long dropped,
            long signs,
            Book running,
            Book ended,
            List<FleetGatherer.Read> reads) {
        boolean isExact() {
            return logged == gathered + dropped;
        }
    }

    /** The book of producers and windows: its fields, and its bytes. */
    record Book(long fields, long bytes, long keys, long usedBytes) {
        static Book of(LocalRedis redis) {
            return new Book(
                    Long.parseLong(redis.cli("HLEN", "{cl.2:0}:book")),
                    Long.parseLong("0" + redis.cli("MEMORY", "USAGE", "{cl.2:0}:book", "SAMPLES", "0")),
                    Long.parseLong(redis.cli("DBSIZE")),
                    RedisInfo.usedBytes(redis));
        }
    }

    /** What producers do goes to the figures of the present phase. */
    private final class Watch implements FleetWatch {
        @Override
        public void connecting() {
            figures().connecting();
        }

        @Override
        public void sending(Batch batch) {
            figures().sending(batch);
        }

        @Override
        public void replied(long nanos) {
            figures().replied(nanos);
        }

        @Override
        public void unanswered() {
            figures().unanswered();
        }

        @Override
        public void flushed(long nanos) {
            figures().flushed(nanos);
        }

        @Override
        public void failed() {
            figures().failed();
        }

        @Override
        public void warned(String kind) {
            figures().warned(kind);
        }

        @Override
        public void ended() {
            figures().ended();
        }
    }

    private PhaseFigures figures() {
        return Objects.requireNonNull(now);
    }

    Outcome run() throws InterruptedException {
        FleetServer.Costs costs = plan.costs() == null ? FleetCosts.measure() : plan.costs();
        System.err.println(costs);
        try (LocalRedis redis = LocalRedis.builder(LocalRedis.Version.newest())
                        .config("appendonly yes")
                        .start();
                FleetGatherer gatherer = new FleetGatherer(config(redis));
                Fleet fleet = new Fleet(
                        config(redis), new Fleet.Size(plan.producers(), plan.connections()), costs, new Watch())) {
            gatherer.start();
            phase("start", redis, fleet, () -> start(fleet));
            phase("steady", redis, fleet, () -> steady(fleet, Duration.ofSeconds(plan.seconds())));
            gatherer.setPausing(true);
            phase("storm", redis, fleet, () -> storm(fleet));
            gatherer.setPausing(false);
            Book running = Book.of(redis);
            outage(redis, fleet);
            phase("end", redis, fleet, () -> end(fleet));
            long logged = fleet.sum(counters -> counters.logged.sum());
            long dropped = fleet.sum(FleetRun::dropped);
            await("the gatherer", () -> gatherer.repeats() >= logged - dropped && gatherer.signs() >= 2L * fleet.size());
            return new Outcome(
                    plan,
                    phases,
                    logged,
                    gatherer.repeats(),
                    dropped,
                    gatherer.signs(),
                    running,
                    Book.of(redis),
                    gatherer.reads());
        }
    }

    private CentralogConfig config(LocalRedis redis) {
        return CentralogConfig.defaults()
                .with(Settings.REDIS, redis.uri())
                .with(Settings.FLUSH_INTERVAL, plan.flushInterval())
                .with(Settings.BUFFER_BYTES, 1L << 20);
    }

    private static long dropped(ProducerCounters counters) {
        return counters.dropped().values().stream().mapToLong(Long::longValue).sum();
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void phase(String name, LocalRedis redis, Fleet fleet, Work work) throws InterruptedException {
        PhaseFigures mine = new PhaseFigures(fleet.clock());
        now = mine;
        RedisInfo.Load before = RedisInfo.load(redis);
        work.run();
        awaitShipped(fleet);
        RedisInfo.Load after = RedisInfo.load(redis);
        note(name, mine, after.cpuSeconds() - before.cpuSeconds());
    }

    private void note(String name, PhaseFigures figures, double cpuSeconds) {
        FleetPhase phase = new FleetPhase(name, figures, figures.millis(), cpuSeconds);
        phases.add(phase);
        System.err.println(phase);
    }

    /** All start and log their first event in the same tenth of a second. */
    private void start(Fleet fleet) throws InterruptedException {
        long begin = fleet.beginOfSecond(LEAD);
        for (int i = 0; i < fleet.size(); i++) {
            fleet.start(i, begin);
            fleet.log(i, begin + random.nextLong(TimeUnit.MILLISECONDS.toNanos(100)), each -> event(fleet, each));
        }
        awaitLogged(fleet, fleet.size());
    }

    private void steady(Fleet fleet, Duration length) throws InterruptedException {
        long before = fleet.sum(counters -> counters.logged.sum());
        awaitLogged(fleet, before + scatter(fleet, length));
    }

    /** Makes each producer log now and then for that time, at random; returns the number of events. */
    private long scatter(Fleet fleet, Duration length) {
        long begin = fleet.beginOfSecond(LEAD);
        long events = Math.round(length.toMillis() / (double) plan.every().toMillis() * fleet.size());
        for (long i = 0; i < events; i++) {
            fleet.log(
                    random.nextInt(fleet.size()),
                    begin + random.nextLong(length.toNanos()),
                    each -> event(fleet, each));
        }
        return events;
    }

    /** All log one event at the beginning of a second, as by a clock, a few times. */
    private void storm(Fleet fleet) throws InterruptedException {
        long before = fleet.sum(counters -> counters.logged.sum());
        long begin = fleet.beginOfSecond(LEAD);
        for (int storm = 0; storm < STORMS; storm++) {
            long nanos = begin + storm * STORM_INTERVAL.toNanos();
            for (int i = 0; i < fleet.size(); i++) {
                fleet.log(i, nanos, each -> event(fleet, each));
            }
        }
        awaitLogged(fleet, before + (long) STORMS * fleet.size());
    }

    private void outage(LocalRedis redis, Fleet fleet) throws InterruptedException {
        PhaseFigures without = new PhaseFigures(fleet.clock());
        now = without;
        redis.stop();
        fleet.lost();
        long before = fleet.sum(counters -> counters.logged.sum());
        awaitLogged(fleet, before + scatter(fleet, plan.outage()));
        note("outage", without, 0);
        redis.start();
        phase("back", redis, fleet, fleet::back);
    }

    private void end(Fleet fleet) throws InterruptedException {
        fleet.endAll();
        await("the ends", () -> figures().ends() == fleet.size());
    }

    private void awaitLogged(Fleet fleet, long events) throws InterruptedException {
        await("logging", () -> fleet.sum(counters -> counters.logged.sum()) >= events);
    }

    private static void awaitShipped(Fleet fleet) throws InterruptedException {
        long limit = System.nanoTime() + LIMIT.toNanos();
        while (fleet.shipped() < fleet.size() && System.nanoTime() < limit) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long limit = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > limit) {
                System.err.println("waited in vain: " + what);
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static LogEvent event(Fleet fleet, int producer) {
        return LogEvent.builder()
                .time(Instant.ofEpochMilli(fleet.clock().epochMillis()))
                .level(Level.INFO)
                .logger("com.acme.shop.Checkout")
                .template("order {} of {} euros")
                .arguments(producer, 12.5)
                .location(new SourceLocation("com.acme.shop.Checkout", "pay", "Checkout.java", 81))
                .build();
    }
}
