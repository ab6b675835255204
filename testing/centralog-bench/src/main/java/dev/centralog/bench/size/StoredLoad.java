// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.size;

import dev.centralog.bench.database.MeasuredDatabase;
import dev.centralog.bench.jmh.SilentJvm;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalRedis;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The room that the events of the load generator take in a database: what is added when the load is logged again, as by then the
 * tables, their first pages and the groups are there, which no later row pays for.
 *
 * @param database the name of the database
 * @param logged the events that were logged, in both loads
 * @param repeats the events that were stored
 * @param rows the rows of events that the second load has added
 * @param parts the bytes that it has added to each table and each index
 * @param bytesPerFirstRow the bytes of the whole database after the first load, for each of its rows
 */
record StoredLoad(
        String database, long logged, long repeats, long rows, Map<String, Long> parts, double bytesPerFirstRow) {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int GROUPS = 500;
    private static final int THROWABLES_PERCENT = 20;
    private static final int EVENTS_PER_SECOND = 15_000;
    private static final List<String> NO_SAMPLES = List.of("--setting=samples=0", "--setting=samplesBelowWarn=0");

    /** Logs events twice, and stores them in the database, which is empty. Blocks. */
    static StoredLoad of(MeasuredDatabase database, long events, boolean samples)
            throws InterruptedException, SQLException {
        store(database, events, samples);
        Map<String, Long> before = database.bytes();
        long rowsBefore = rows(database);
        store(database, events, samples);
        Map<String, Long> added = new TreeMap<>(database.bytes());
        before.forEach((part, bytes) -> added.merge(part, -bytes, Long::sum));
        return new StoredLoad(
                database.name(),
                2 * events,
                database.number("SELECT sum(repeats) FROM event_rows"),
                rows(database) - rowsBefore,
                added,
                (double) sum(before) / rowsBefore);
    }

    private static void store(MeasuredDatabase database, long events, boolean samples) throws InterruptedException {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest())) {
            log(redis.uri(), events, samples);
            database.gather(redis.uri());
        }
    }

    private static long rows(MeasuredDatabase database) throws SQLException {
        return database.number("SELECT count(*) FROM event_rows");
    }

    private static long sum(Map<String, Long> parts) {
        return parts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void log(String redisUri, long events, boolean samples) {
        List<String> arguments = new ArrayList<>(List.of(
                "load",
                "--redis=" + redisUri,
                "--framework=logback",
                "--events=" + events,
                "--groups=" + GROUPS,
                "--throwables=" + THROWABLES_PERCENT,
                "--rate=" + EVENTS_PER_SECOND));
        if (!samples) {
            arguments.addAll(NO_SAMPLES);
        }
        try (ForkedJvm load = ForkedJvm.builder("dev.centralog.tools.Main")
                .optimized()
                .jvmOptions(SilentJvm.OPTIONS.toArray(String[]::new))
                .arguments(arguments.toArray(String[]::new))
                .start()) {
            if (load.awaitExit(LIMIT) != 0) {
                throw new IllegalStateException("the load generator failed:\n" + load.standardError());
            }
        }
    }

    /** Returns the bytes that were added to all tables, for each row of events. */
    double bytesPerRow() {
        return (double) sum(parts) / rows;
    }

    /** Returns the bytes that were added to these parts, for each row of events. */
    double bytesPerRow(Collection<String> some) {
        return some.stream().mapToDouble(part -> parts.getOrDefault(part, 0L)).sum() / rows;
    }

    /** Returns the names of the parts that most was added to, the largest first. */
    List<String> largestParts(int most) {
        return parts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }
}
