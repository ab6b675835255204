// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.gather;

import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Fills Redis as applications do, but in windows of the past, which are due at once. */
enum Feed {
    EVENTS("events", "event_rows", "repeats") {
        @Override
        long log(Centralog centralog, Pace pace, int rows) throws InterruptedException {
            return new EventMix(Instant.now().minusSeconds(BACK_SECONDS)).log(centralog, pace, rows);
        }
    },
    ACTIONS("actions", "actions", "count") {
        @Override
        long log(Centralog centralog, Pace pace, int rows) throws InterruptedException {
            return new ActionMix(Instant.now().minusSeconds(BACK_SECONDS), SLICE).log(centralog.actions(), pace, rows);
        }
    };

    private static final long BUFFER_BYTES = 64L << 20;
    private static final long BACK_SECONDS = 300;
    private static final Duration SLICE = Duration.ofSeconds(10);
    private static final Duration CLOSE_LIMIT = Duration.ofMinutes(2);

    private final String stream;
    private final String table;
    private final String repeats;

    Feed(String stream, String table, String repeats) {
        this.stream = stream;
        this.table = table;
        this.repeats = repeats;
    }

    /** The number of calls, and how many of them the producer dropped before Redis had them. */
    record Logged(long calls, long dropped) {}

    /** Makes a producer wait while much is under way, so that little is dropped. */
    interface Pace {
        void keep() throws InterruptedException;
    }

    /** Returns the rows of a round that has as many rows of events: as many take about as long. */
    int rows(int rowsOfEvents) {
        return this == EVENTS ? rowsOfEvents : 4 * rowsOfEvents;
    }

    /** Returns the name of the stream. */
    String stream() {
        return stream;
    }

    /** Returns the table of its rows. */
    String table() {
        return table;
    }

    /** Returns all tables that it is written to, besides that of deliveries. */
    List<String> tables() {
        return this == EVENTS
                ? List.of(
                        "processes",
                        "groups",
                        "event_rows",
                        "sample_rows",
                        "throwables",
                        "group_minutes",
                        "group_hours",
                        "group_days",
                        "group_releases",
                        "level_minutes",
                        "level_hours")
                : List.of("actions");
    }

    /** Returns the name of the column with the number of repeats. */
    String repeats() {
        return repeats;
    }

    /** Logs what makes about that many rows, and returns the number of calls. */
    abstract long log(Centralog centralog, Pace pace, int rows) throws InterruptedException;

    /** Fills Redis, and blocks until it has everything. */
    Logged fill(String redisUri, int rows) throws InterruptedException {
        CentralogConfig config = CentralogConfig.defaults()
                .with(Settings.REDIS, redisUri)
                .with(Settings.BUFFER_BYTES, BUFFER_BYTES)
                .with(Settings.SLICE_LENGTH, SLICE)
                .with(Settings.SLICE_RING, 60);
        try (Centralog centralog = Centralog.open(config)) {
            Supplier<CentralogStats> stats = this == EVENTS
                    ? centralog::stats
                    : () -> centralog.actions().stats();
            long calls = log(centralog, () -> await(stats), rows);
            long left = centralog.close(CLOSE_LIMIT);
            if (left > 0) {
                throw new IllegalStateException(left + " were not shipped within " + CLOSE_LIMIT);
            }
            return new Logged(calls, stats.get().totalDropped());
        }
    }

    private static void await(Supplier<CentralogStats> stats) throws InterruptedException {
        while (stats.get().bufferedBytes() > BUFFER_BYTES / 2) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}
