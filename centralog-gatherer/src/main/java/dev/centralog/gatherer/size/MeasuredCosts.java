// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.size;

import java.util.Map;

/**
 * The costs that the benchmark has measured, {@code testing/centralog-bench/run scaling}, on two cores, 2026-11-30. It prints them as
 * docs/scaling.md shows them.
 */
public final class MeasuredCosts {
    /** The µs of log calls by Logback: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> CALLING_THREADS =
            Map.of(Quantity.PRODUCERS, 1131.0, Quantity.EVENTS, 3.12, Quantity.PAIRS, 5.31);

    /** The µs of shippers: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> SHIPPERS =
            Map.of(Quantity.PRODUCERS, 763.0, Quantity.PAIRS, 1.93, Quantity.LINES, 2.73, Quantity.SAMPLES, 1.5);

    /** The µs of Redis as producers write: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> REDIS_WRITES =
            Map.of(Quantity.PRODUCERS, 19.7, Quantity.PAIRS, 7.97, Quantity.LINES, 3.17, Quantity.SAMPLES, 3.81);

    /** The µs of Redis as gatherers read: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> REDIS_READS =
            Map.of(Quantity.PARTITIONS, 635.0, Quantity.ROWS, 7.09, Quantity.SAMPLES, 3.23);

    /** The µs of a gatherer and SQLite in it: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> GATHERER_SQLITE =
            Map.of(Quantity.PARTITIONS, 4578.0, Quantity.ROWS, 27.6, Quantity.SAMPLES, 8.63);

    /** The µs of a gatherer that stores in PostgreSQL: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> GATHERER_POSTGRESQL =
            Map.of(Quantity.PARTITIONS, 2132.0, Quantity.ROWS, 14.1, Quantity.SAMPLES, 4.13);

    /** The µs of PostgreSQL's processes: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> POSTGRESQL =
            Map.of(Quantity.PARTITIONS, 2819.0, Quantity.ROWS, 38.9, Quantity.SAMPLES, 5.77);

    /** The bytes of what waits in Redis: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> WAITING =
            Map.of(Quantity.PARTITIONS, 241.0, Quantity.ROWS, 831.0, Quantity.SAMPLES, 344.0);

    /** The bytes that Redis receives: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> RECEIVED =
            Map.of(Quantity.PRODUCERS, 2184.0, Quantity.PAIRS, 731.0, Quantity.LINES, 29.3, Quantity.SAMPLES, 49.0);

    /** The bytes that Redis sends: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> SENT =
            Map.of(Quantity.PARTITIONS, 3766.0, Quantity.ROWS, 642.0, Quantity.SAMPLES, 168.0);

    /** The bytes in the file of SQLite: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> DISK_SQLITE = Map.of(Quantity.ROWS, 336.0, Quantity.SAMPLES, 334.0);

    /** The bytes in tables and indexes of PostgreSQL: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> DISK_POSTGRESQL = Map.of(Quantity.ROWS, 309.0, Quantity.SAMPLES, 392.0);

    /** All of them. */
    public static final Costs COSTS = new Costs(Map.ofEntries(
            Map.entry(Stage.CALLING_THREADS, CALLING_THREADS),
            Map.entry(Stage.SHIPPERS, SHIPPERS),
            Map.entry(Stage.REDIS_WRITES, REDIS_WRITES),
            Map.entry(Stage.REDIS_READS, REDIS_READS),
            Map.entry(Stage.GATHERER_SQLITE, GATHERER_SQLITE),
            Map.entry(Stage.GATHERER_POSTGRESQL, GATHERER_POSTGRESQL),
            Map.entry(Stage.POSTGRESQL, POSTGRESQL),
            Map.entry(Stage.WAITING, WAITING),
            Map.entry(Stage.RECEIVED, RECEIVED),
            Map.entry(Stage.SENT, SENT),
            Map.entry(Stage.DISK_SQLITE, DISK_SQLITE),
            Map.entry(Stage.DISK_POSTGRESQL, DISK_POSTGRESQL)));

    private MeasuredCosts() {}
}
