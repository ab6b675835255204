// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.gather;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.StatusListener.Severity;
import dev.centralog.bench.gather.Feed.Logged;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.testkit.LocalRedis;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The figures of a round, in which Redis is filled and gathered, and then the same rows are inserted from memory.
 *
 * @param rows the rows in the table
 * @param repeats the sum of their counts
 * @param reportedDropped what the producers reported as dropped, through Redis
 * @param gathered the time from Redis, connecting and closing included
 * @param inserted the time from memory, connecting and closing included
 */
record Round(Logged logged, long rows, long repeats, long reportedDropped, Duration gathered, Duration inserted) {
    /** Prints all messages, except those about a Redis that is not set up for production. */
    private static final StatusListener STATUS = (severity, message, cause) -> {
        if (severity == Severity.ERROR || cause != null) {
            StatusListener.standardError().say(severity, message, cause);
        }
    };

    /** Runs one round. Blocks. */
    static Round run(Feed feed, Storage storage, int rows) throws InterruptedException, SQLException {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest())) {
            Logged logged = feed.fill(redis.uri(), rows);
            storage.empty();
            Duration gathered = gather(redis.uri(), storage);
            long stored = storage.number("SELECT count(*) FROM " + feed.table());
            long repeats = storage.number("SELECT sum(" + feed.repeats() + ") FROM " + feed.table());
            long dropped = storage.number("SELECT sum(count) FROM drops WHERE stream = '" + feed.stream() + "'");
            Storage.Rows same = storage.read(feed.table());
            storage.empty();
            long startNanos = System.nanoTime();
            same.insert();
            Duration inserted = Duration.ofNanos(System.nanoTime() - startNanos);
            long again = storage.number("SELECT count(*) FROM " + feed.table());
            if (again != stored) {
                throw new IllegalStateException(stored + " rows were gathered, and " + again + " inserted");
            }
            return new Round(logged, stored, repeats, dropped, gathered, inserted);
        }
    }

    private static Duration gather(String redisUri, Storage storage) throws InterruptedException {
        CentralogConfig config = CentralogConfig.defaults().with(Settings.REDIS, redisUri);
        long startNanos = System.nanoTime();
        try (Gatherer gatherer = Gatherer.open(config, Sinks.open(storage.target()), STATUS)) {
            gatherer.drain();
        }
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    double rowsPerSecond() {
        return perSecond(rows, gathered);
    }

    double repeatsPerSecond() {
        return perSecond(repeats, gathered);
    }

    double insertedPerSecond() {
        return perSecond(rows, inserted);
    }

    /** Returns the ratio of the speed from Redis to the speed from memory. */
    double ratio() {
        return (double) inserted.toNanos() / gathered.toNanos();
    }

    /** Whether nothing was lost, and nothing was stored twice. */
    boolean isConserved() {
        return logged.calls() == repeats + logged.dropped() && logged.dropped() == reportedDropped;
    }

    private static double perSecond(long number, Duration time) {
        return number * 1e9 / time.toNanos();
    }
}
