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

/**
 * The room that the events of the load generator take in a database.
 *
 * @param database the name of the database
 * @param logged the events that were logged
 * @param repeats the events that were stored
 * @param rows the rows of events
 * @param parts the bytes of each table and each index
 */
record StoredLoad(String database, long logged, long repeats, long rows, Map<String, Long> parts) {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int GROUPS = 500;
    private static final int THROWABLES_PERCENT = 20;
    private static final int EVENTS_PER_SECOND = 15_000;
    private static final List<String> NO_SAMPLES = List.of("--setting=samples=0", "--setting=samplesBelowWarn=0");

    /** Logs events, and stores them in the database, which is empty. Blocks. */
    static StoredLoad of(MeasuredDatabase database, long events, boolean samples)
            throws InterruptedException, SQLException {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest())) {
            log(redis.uri(), events, samples);
            database.gather(redis.uri());
        }
        return new StoredLoad(
                database.name(),
                events,
                database.number("SELECT sum(repeats) FROM event_rows"),
                database.number("SELECT count(*) FROM event_rows"),
                database.bytes());
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

    /** Returns the bytes that all tables take. */
    long bytes() {
        return parts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the bytes that all tables take, for each row of events. */
    double bytesPerRow() {
        return (double) bytes() / rows;
    }

    /** Returns the bytes that these parts take, for each row of events. */
    double bytesPerRow(Collection<String> some) {
        return some.stream().mapToDouble(part -> parts.getOrDefault(part, 0L)).sum() / rows;
    }

    /** Returns the names of the largest parts, the largest first. */
    List<String> largestParts(int most) {
        return parts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }
}
