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

    private final FleetPlan plan;
    private final List<FleetPhase> phases = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(42);
    private volatile @Nullable PhaseFigures now;

    FleetRun(FleetPlan plan) {
        this.plan = plan;
    }

    /** The listener that adds what producers do to the figures of the present phase. */
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

    FleetOutcome run() throws InterruptedException {
        FleetServer.Costs given = plan.costs();
        FleetCosts costs = given == null ? FleetCosts.measure() : new FleetCosts(given, 0);
        try (LocalRedis redis = LocalRedis.builder(LocalRedis.Version.newest())
                        .config("appendonly yes")
                        .start();
                FleetGatherer gatherer = new FleetGatherer(config(redis));
                Fleet fleet = new Fleet(
                        config(redis),
                        new Fleet.Size(plan.producers(), plan.connections()),
                        costs.calls(),
                        new Watch())) {
            gatherer.start();
            phase("start", redis, fleet, () -> start(fleet));
            phase(FleetOutcome.STEADY, redis, fleet, () -> steady(fleet, Duration.ofSeconds(plan.seconds())));
            gatherer.setPausing(true);
            phase("storms", redis, fleet, () -> storm(fleet));
            gatherer.setPausing(false);
            FleetOutcome.Book running = FleetOutcome.Book.of(redis);
            List<FleetLook> looks = FleetLook.all(config(redis), redis);
            outage(redis, fleet);
            phase("end", redis, fleet, () -> end(fleet));
            long logged = logged(fleet);
            long dropped = fleet.sum(FleetRun::dropped);
            await(
                    "the gatherer",
                    () -> gatherer.repeats() >= logged - dropped && gatherer.signs() >= 2L * fleet.size());
            return new FleetOutcome(
                    plan,
                    costs,
                    phases,
                    logged,
                    gatherer.repeats(),
                    dropped,
                    gatherer.signs(),
                    running,
                    looks,
                    FleetOutcome.Book.of(redis),
                    gatherer.reads());
        }
    }

    private static long logged(Fleet fleet) {
        return fleet.sum(counters -> counters.logged.sum());
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
        long loggedBefore = logged(fleet);
        work.run();
        awaitShipped(fleet);
        double cpuSeconds = RedisInfo.load(redis).cpuSeconds() - before.cpuSeconds();
        note(new FleetPhase(name, mine, logged(fleet) - loggedBefore, mine.millis(), cpuSeconds));
    }

    private void note(FleetPhase phase) {
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
        long before = logged(fleet);
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
        long before = logged(fleet);
        long begin = fleet.beginOfSecond(LEAD);
        for (int storm = 0; storm < plan.storms().count(); storm++) {
            long nanos = begin + storm * plan.storms().interval().toNanos();
            for (int i = 0; i < fleet.size(); i++) {
                fleet.log(i, nanos, each -> event(fleet, each));
            }
        }
        awaitLogged(fleet, before + (long) plan.storms().count() * fleet.size());
    }

    private void outage(LocalRedis redis, Fleet fleet) throws InterruptedException {
        PhaseFigures without = new PhaseFigures(fleet.clock());
        now = without;
        fleet.lost();
        redis.stop();
        long before = logged(fleet);
        awaitLogged(fleet, before + scatter(fleet, plan.outage()));
        note(new FleetPhase("outage", without, logged(fleet) - before, without.millis(), 0));
        now = new PhaseFigures(fleet.clock()); // what is tried while Redis starts is none of both
        redis.start();
        phase("back", redis, fleet, fleet::back);
    }

    private void end(Fleet fleet) throws InterruptedException {
        fleet.endAll();
        await("the ends", () -> figures().ends() == fleet.size());
    }

    private void awaitLogged(Fleet fleet, long events) throws InterruptedException {
        await("logging", () -> logged(fleet) >= events);
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
