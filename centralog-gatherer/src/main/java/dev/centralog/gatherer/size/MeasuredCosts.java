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
            Map.of(Quantity.PRODUCERS, 435.0, Quantity.EVENTS, 3.57, Quantity.PAIRS, 6.97);

    /** The µs of shippers: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> SHIPPERS =
            Map.of(Quantity.PRODUCERS, 1637.0, Quantity.PAIRS, 2.31, Quantity.LINES, 2.32, Quantity.SAMPLES, 1.06);

    /** The µs of Redis as producers write: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> REDIS_WRITES =
            Map.of(Quantity.PRODUCERS, 412.0, Quantity.PAIRS, 9.62, Quantity.LINES, 1.74, Quantity.SAMPLES, 5.58);

    /** The µs of Redis as gatherers read: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> REDIS_READS =
            Map.of(Quantity.PARTITIONS, 748.0, Quantity.ROWS, 7.03, Quantity.SAMPLES, 3.17);

    /** The µs of a gatherer and SQLite in it: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> GATHERER_SQLITE =
            Map.of(Quantity.PARTITIONS, 4027.0, Quantity.ROWS, 27.5, Quantity.SAMPLES, 8.32);

    /** The µs of a gatherer that stores in PostgreSQL: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> GATHERER_POSTGRESQL =
            Map.of(Quantity.PARTITIONS, 4882.0, Quantity.ROWS, 11.3, Quantity.SAMPLES, 3.92);

    /** The µs of PostgreSQL's processes: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> POSTGRESQL =
            Map.of(Quantity.PARTITIONS, 3946.0, Quantity.ROWS, 32.1, Quantity.SAMPLES, 5.19);

    /** The bytes of what waits in Redis: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> WAITING =
            Map.of(Quantity.PARTITIONS, 177.0, Quantity.ROWS, 808.0, Quantity.SAMPLES, 356.0);

    /** The bytes that Redis receives: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> RECEIVED =
            Map.of(Quantity.PRODUCERS, 1406.0, Quantity.PAIRS, 727.0, Quantity.LINES, 31.9, Quantity.SAMPLES, 58.8);

    /** The bytes that Redis sends: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> SENT =
            Map.of(Quantity.PARTITIONS, 4477.0, Quantity.ROWS, 629.0, Quantity.SAMPLES, 175.0);

    /** The bytes in the file of SQLite: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> DISK_SQLITE = Map.of(Quantity.ROWS, 343.0, Quantity.SAMPLES, 333.0);

    /** The bytes in tables and indexes of PostgreSQL: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> DISK_POSTGRESQL = Map.of(Quantity.ROWS, 271.0, Quantity.SAMPLES, 338.0);

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
