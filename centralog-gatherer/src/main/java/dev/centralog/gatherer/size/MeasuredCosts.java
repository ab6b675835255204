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
            Map.of(Quantity.PRODUCERS, 515.0, Quantity.EVENTS, 3.33, Quantity.PAIRS, 7.7);

    /** The µs of shippers: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> SHIPPERS =
            Map.of(Quantity.BATCHES, 461.0, Quantity.PAIRS, 4.27, Quantity.LINES, 1.73, Quantity.SAMPLES, 0.24);

    /** The µs of Redis as producers write: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> REDIS_WRITES =
            Map.of(Quantity.BATCHES, 220.0, Quantity.PAIRS, 8.14, Quantity.LINES, 2.6, Quantity.SAMPLES, 4.59);

    /** The µs of Redis as gatherers read: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> REDIS_READS =
            Map.of(Quantity.PARTITIONS, 716.0, Quantity.ROWS, 6.5, Quantity.SAMPLES, 2.95);

    /** The µs of a gatherer and SQLite in it: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> GATHERER_SQLITE =
            Map.of(Quantity.PARTITIONS, 2070.0, Quantity.ROWS, 31.6, Quantity.SAMPLES, 7.61);

    /** The µs of a gatherer that stores in PostgreSQL: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> GATHERER_POSTGRESQL =
            Map.of(Quantity.PARTITIONS, 1997.0, Quantity.ROWS, 12.5, Quantity.SAMPLES, 2.8);

    /** The µs of PostgreSQL's processes: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> POSTGRESQL =
            Map.of(Quantity.PARTITIONS, 1856.0, Quantity.ROWS, 25.5, Quantity.SAMPLES, 5.14);

    /** The bytes of what waits in Redis: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> WAITING = Map.of(Quantity.ROWS, 834.0, Quantity.SAMPLES, 362.0);

    /** The bytes that Redis receives: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> RECEIVED =
            Map.of(Quantity.BATCHES, 404.0, Quantity.PAIRS, 716.0, Quantity.LINES, 36.0, Quantity.SAMPLES, 68.9);

    /** The bytes that Redis sends: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> SENT =
            Map.of(Quantity.PARTITIONS, 7241.0, Quantity.ROWS, 627.0, Quantity.SAMPLES, 169.0);

    /** The bytes in the file of SQLite: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> DISK_SQLITE = Map.of(Quantity.ROWS, 348.0, Quantity.SAMPLES, 338.0);

    /** The bytes in tables and indexes of PostgreSQL: {@code testing/centralog-bench/run scaling}, 2026-11-30. */
    private static final Map<Quantity, Double> DISK_POSTGRESQL = Map.of(Quantity.ROWS, 367.0, Quantity.SAMPLES, 382.0);

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
