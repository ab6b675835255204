// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.gather;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.bench.database.MeasuredDatabase;
import dev.centralog.bench.gather.Feed.Logged;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Upkeep;
import dev.centralog.testkit.LocalRedis;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The figures of a round, in which Redis is filled and gathered, and then the same is written from memory.
 *
 * @param rows the rows in the table
 * @param repeats the sum of their counts
 * @param reportedDropped what the producers reported as dropped, through Redis
 * @param gathered the time from Redis, of a gatherer that is connected to the database
 * @param later the time of what storing leaves for later: families, and the full-text index where storing does not add to it
 * @param written the time from memory, over an open connection
 */
record Round(
        Logged logged,
        long rows,
        long repeats,
        long reportedDropped,
        Duration gathered,
        Duration later,
        Duration written) {
    /** The wait until all is due: the last signs of producers belong to the present second, which a gatherer would wait for. */
    private static final long DUE_SECONDS = 5;

    /** Runs one round. Blocks. */
    static Round run(Feed feed, Storage storage, int rows) throws InterruptedException, SQLException {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest())) {
            Logged logged = feed.fill(redis.uri(), rows);
            storage.empty();
            TimeUnit.SECONDS.sleep(DUE_SECONDS);
            Duration gathered = gather(redis.uri(), storage);
            long stored = storage.number("SELECT count(*) FROM " + feed.table());
            long repeats = storage.number("SELECT sum(" + feed.repeats() + ") FROM " + feed.table());
            long dropped = storage.number("SELECT sum(count) FROM drops WHERE stream = '" + feed.stream() + "'");
            Storage.Deliveries same = storage.read(feed);
            List<Long> sums = sums(feed, storage);
            Duration later = doLater(storage);
            storage.empty();
            Duration written = write(same, storage);
            List<Long> again = sums(feed, storage);
            if (!again.equals(sums)) {
                throw new IllegalStateException(sums + " were gathered, and " + again + " written from memory");
            }
            return new Round(logged, stored, repeats, dropped, gathered, later, written);
        }
    }

    private static Duration gather(String redisUri, Storage storage) throws InterruptedException {
        CentralogConfig config = CentralogConfig.defaults().with(Settings.REDIS, redisUri);
        Sinks all = Sinks.open(storage.target());
        Sinks sinks = new Sinks(all.events(), all.actions()); // without what is done later
        sinks.events().prepare();
        sinks.actions().prepare();
        try (Gatherer gatherer = Gatherer.open(config, sinks, MeasuredDatabase.STATUS)) {
            long startNanos = System.nanoTime();
            gatherer.drain();
            return Duration.ofNanos(System.nanoTime() - startNanos);
        }
    }

    private static Duration doLater(Storage storage) {
        try (Sinks sinks = Sinks.open(storage.target())) {
            Upkeep upkeep = Objects.requireNonNull(sinks.upkeep());
            long startNanos = System.nanoTime();
            boolean more = true;
            while (more) {
                boolean hasUnlabelled = upkeep.labelFamilies();
                more = upkeep.indexWords() || hasUnlabelled;
            }
            return Duration.ofNanos(System.nanoTime() - startNanos);
        }
    }

    private static Duration write(Storage.Deliveries same, Storage storage) throws SQLException {
        try (Connection connection = storage.database().openToWrite()) {
            long startNanos = System.nanoTime();
            same.write(connection);
            return Duration.ofNanos(System.nanoTime() - startNanos);
        }
    }

    /** Returns the number of rows in each table, and the sums of counts. */
    private static List<Long> sums(Feed feed, Storage storage) throws SQLException {
        List<Long> sums = new ArrayList<>();
        sums.add(storage.number("SELECT count(*) FROM deliveries WHERE stream = '" + feed.stream() + "'"));
        for (String table : feed.tables()) {
            sums.add(storage.number("SELECT count(*) FROM " + table));
            if (table.endsWith("_minutes") || table.endsWith("_hours")) {
                sums.add(storage.number("SELECT sum(repeats) FROM " + table));
            }
        }
        return sums;
    }

    double rowsPerSecond() {
        return perSecond(rows, gathered);
    }

    double repeatsPerSecond() {
        return perSecond(repeats, gathered);
    }

    double writtenPerSecond() {
        return perSecond(rows, written);
    }

    /** Returns the microseconds of what is done later, of a row. */
    double laterMicros() {
        return later.toNanos() / 1e3 / rows;
    }

    /** Returns the ratio of the speed from Redis to the speed from memory. */
    double ratio() {
        return (double) written.toNanos() / gathered.toNanos();
    }

    /** Whether nothing was lost, and nothing was stored twice. */
    boolean isConserved() {
        return logged.calls() == repeats + logged.dropped() && logged.dropped() == reportedDropped;
    }

    private static double perSecond(long number, Duration time) {
        return number * 1e9 / time.toNanos();
    }
}
