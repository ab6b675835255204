// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.StatusListener.Severity;
import dev.centralog.bench.volume.Outcome.Times;
import dev.centralog.bench.volume.Store.Activity;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.engine.StreamStats;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.testkit.LocalRedis;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Runs a Redis, a database, a gatherer, and producers in separate processes. What is counted now is gathered at the
 * same time. What is counted in the past is gathered afterwards, as by a gatherer that was down: those slices are due
 * from the start, and the number of deliveries for each must not depend on who is faster. Blocks.
 */
final class VolumeRun {
    /** The limit on draining, longer than any run: what becomes due later would be left in Redis. */
    private static final Duration DRAIN_LIMIT = Duration.ofHours(6);

    private static final Duration ACTIVITY_LIMIT = Duration.ofSeconds(30);
    private static final StatusListener STATUS = (severity, message, cause) -> {
        if (severity != Severity.INFO) {
            StatusListener.standardError().say(severity, message, cause);
        }
    };

    private final Plan plan;
    private final Store store;
    private final AtomicReference<@Nullable Gatherer> gatherer = new AtomicReference<>();

    VolumeRun(Plan plan, Store store) {
        this.plan = plan;
        this.store = store;
    }

    static Outcome of(Plan plan, Store.Kind kind) throws IOException, InterruptedException, SQLException {
        try (Store store = kind.open()) {
            return new VolumeRun(plan, store).run();
        }
    }

    private Outcome run() throws IOException, InterruptedException, SQLException {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                MemoryWatch memory = MemoryWatch.start(redis);
                Progress progress = Progress.of(() -> state(memory))) {
            Activity before = store.activity();
            CentralogConfig config = CentralogConfig.defaults()
                    .with(Settings.REDIS, redis.uri())
                    .with(GathererSettings.GIVE_UP_AFTER, DRAIN_LIMIT);
            long beginNanos = System.nanoTime();
            Usage counted = count(config);
            Duration counting = Duration.ofNanos(System.nanoTime() - beginNanos);
            try (Gatherer last = gatherer(config)) {
                last.drain();
            }
            Times times = new Times(counting, Duration.ofNanos(System.nanoTime() - beginNanos));
            long peakBytes = memory.peakBytes();
            progress.say("stored; now all rows are read");
            long tableRows = Store.number(store.url(), "SELECT count(*) FROM actions");
            Activity activity = activity(before, tableRows);
            StoredRows rows = StoredRows.read(store, plan);
            long viewRows = Store.number(store.url(), "SELECT count(*) FROM action_slice");
            return new Outcome(plan, store.version(), counted, rows, tableRows, viewRows, activity, peakBytes, times);
        }
    }

    private Usage count(CentralogConfig config) throws IOException {
        try (Producers producers = Producers.start(plan, config.get(Settings.REDIS))) {
            if (plan.pastSlices() > 0) {
                return producers.await();
            }
            try (Gatherer meanwhile = gatherer(config)) {
                meanwhile.start();
                return producers.await();
            }
        }
    }

    private Gatherer gatherer(CentralogConfig config) {
        Gatherer opened = Gatherer.open(config, Sinks.open(new SinkTarget(store.url(), "", "", STATUS)), STATUS);
        gatherer.set(opened);
        return opened;
    }

    private String state(MemoryWatch memory) {
        Gatherer current = gatherer.get();
        long megabytes = memory.nowBytes() / 1_000_000;
        if (current == null) {
            return "Redis " + megabytes + " MB";
        }
        StreamStats stats = current.stats().actions();
        return "Redis " + megabytes + " MB; this gatherer stored "
                + stats.stored().repeats() + " actions in "
                + stats.stored().rows()
                + " rows from " + stats.windows() + " deliveries";
    }

    /** Returns the activity since then; the database's counters lag a little. */
    private @Nullable Activity activity(@Nullable Activity before, long tableRows) throws SQLException {
        if (before == null) {
            return null;
        }
        Awaitility.await("statistics of the database")
                .atMost(ACTIVITY_LIMIT)
                .pollInterval(100, TimeUnit.MILLISECONDS)
                .until(() -> rowsInserted() >= tableRows);
        Activity after = store.activity();
        return after == null
                ? null
                : new Activity(
                        after.rowsInserted() - before.rowsInserted(),
                        after.statements() - before.statements(),
                        after.transactions() - before.transactions());
    }

    private long rowsInserted() throws SQLException {
        Activity now = store.activity();
        return now == null ? 0 : now.rowsInserted();
    }
}
