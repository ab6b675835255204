// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.scale;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.bench.database.MeasuredDatabase;
import dev.centralog.bench.report.Median;
import dev.centralog.bench.report.RedisInfo;
import dev.centralog.gatherer.size.Amounts;
import dev.centralog.gatherer.size.Quantity;
import dev.centralog.gatherer.size.Stage;
import dev.centralog.gatherer.size.Workload;
import dev.centralog.internal.redis.read.PartitionChange;
import dev.centralog.testkit.LocalRedis;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * This machine as a fleet with its Redis, its gatherers and its database. A run has two parts: producers log for some seconds, as
 * time goes by, and no gatherer runs; then gatherers store what waits. So the two can be told apart.
 */
final class Box {
    /** The wait until all is due: the last window is open for a second more, and has signs of producers. */
    private static final long DUE_SECONDS = 4;

    private static final int EMPTY_RUNS = 5;

    /** The wait until PostgreSQL has counted the processes that have ended with their connections. */
    private static final long ENDED_MILLIS = 500;

    /** Selects the id of PostgreSQL's first process, which starts the others. */
    private static final String SERVER = "SELECT split_part(pg_read_file('postmaster.pid'), chr(10), 1)::bigint";

    private final MeasuredDatabase database;
    private final int seconds;
    private Map<Stage, Double> emptyCosts = Map.of();

    /** Takes a database that is used by nobody else. */
    Box(MeasuredDatabase database, int seconds) {
        this.database = database;
        this.seconds = seconds;
    }

    /**
     * The time and the bytes that have been used up to a moment.
     *
     * @param jvmNanosBefore the time of this JVM before the rest was asked for, which takes some itself
     * @param jvmNanosAfter the same after that
     */
    private record Used(
            long jvmNanosBefore,
            long databaseNanos,
            double redisSeconds,
            long received,
            long sent,
            long redisBytes,
            long diskBytes,
            long jvmNanosAfter) {
        /** Returns the microseconds of this JVM until a later moment. */
        double jvmMicrosUntil(Used later) {
            return (later.jvmNanosBefore - jvmNanosAfter) / 1e3;
        }
    }

    private Used used(LocalRedis redis) throws SQLException {
        long before = CpuTime.ofThisJvm();
        RedisInfo.Load load = RedisInfo.load(redis);
        return new Used(
                before,
                database.isServer() ? CpuTime.ofServer(database.number(SERVER)) : 0,
                load.cpuSeconds(),
                load.inputBytes(),
                RedisInfo.outputBytes(redis),
                RedisInfo.dataBytes(redis),
                database.bytes().values().stream().mapToLong(Long::longValue).sum(),
                CpuTime.ofThisJvm());
    }

    /** Makes the groups known to the database, and Java compile, and then measures what doing nothing costs. */
    void warmUp(Fleet most) throws InterruptedException, SQLException {
        run(most);
        List<Map<Stage, Double>> empty = new ArrayList<>();
        for (int i = 0; i < EMPTY_RUNS; i++) {
            empty.add(run(new Fleet(0, 0, 0, 1, 1, 1)).costs());
        }
        Map<Stage, Double> medians = new EnumMap<>(Stage.class);
        for (Stage each : empty.get(0).keySet()) {
            medians.put(
                    each,
                    Median.of(empty.stream()
                            .map(costs -> costs.getOrDefault(each, 0.0))
                            .toList()));
        }
        emptyCosts = medians;
    }

    /** Runs a fleet. Blocks. */
    Run run(Fleet fleet) throws InterruptedException, SQLException {
        try (LocalRedis redis = LocalRedis.builder(LocalRedis.Version.newest())
                .config("appendonly yes")
                .start()) {
            CentralogConfig config = CentralogConfig.defaults().with(Settings.REDIS, redis.uri());
            PartitionChange.apply(config, fleet.partitions(), time -> {});
            Stored before = stored();
            Used start;
            Used logged;
            long callNanos;
            long firstCalls;
            long calls;
            long dropped;
            try (Producers producers = new Producers(fleet, redis.uri())) {
                firstCalls = producers.calls();
                start = used(redis);
                callNanos = producers.log(seconds);
                logged = used(redis);
                calls = producers.calls();
                dropped = producers.dropped();
            }
            TimeUnit.SECONDS.sleep(DUE_SECONDS);
            Used waiting = used(redis);
            gather(redis.uri(), fleet.gatherers());
            TimeUnit.MILLISECONDS.sleep(ENDED_MILLIS);
            Used end = used(redis);
            Stored stored = stored().since(before);
            Amounts amounts = amounts(fleet, calls - firstCalls, stored);
            Map<Stage, Double> costs = new EnumMap<>(Stage.class);
            costs.put(Stage.SHIPPERS, start.jvmMicrosUntil(logged) - callNanos / 1e3);
            costs.put(Stage.REDIS_WRITES, (logged.redisSeconds - start.redisSeconds) * 1e6);
            costs.put(Stage.RECEIVED, (double) logged.received - start.received);
            if (fleet.producers() > 0) {
                costs.put(Stage.CALLING_THREADS, callNanos / 1e3);
                // The rows that are counted have those of the first second in them.
                costs.put(Stage.WAITING, (double) (logged.redisBytes - start.redisBytes) * (seconds + 1) / seconds);
            }
            costs.put(Stage.REDIS_READS, (end.redisSeconds - waiting.redisSeconds) * 1e6);
            costs.put(Stage.SENT, (double) end.sent - waiting.sent);
            costs.put(
                    database.isServer() ? Stage.GATHERER_POSTGRESQL : Stage.GATHERER_SQLITE,
                    waiting.jvmMicrosUntil(end));
            costs.put(
                    database.isServer() ? Stage.DISK_POSTGRESQL : Stage.DISK_SQLITE,
                    (double) end.diskBytes - waiting.diskBytes);
            if (database.isServer()) {
                costs.put(Stage.POSTGRESQL, (end.databaseNanos - waiting.databaseNanos) / 1e3);
            }
            emptyCosts.forEach((stage, cost) -> costs.computeIfPresent(
                    stage, (same, all) -> all - cost * (isOfGatherers(stage) ? fleet.gatherers() : 1)));
            return new Run(fleet, database.name(), costs, amounts, calls, stored.repeats, dropped);
        }
    }

    /** The content of the database, or what was added to it. */
    private record Stored(long windows, long rows, long repeats, long samples) {
        Stored since(Stored before) {
            return new Stored(
                    windows - before.windows, rows - before.rows, repeats - before.repeats, samples - before.samples);
        }
    }

    private Stored stored() throws SQLException {
        return new Stored(
                database.number("SELECT count(*) FROM deliveries WHERE stream = 'events'"),
                database.number("SELECT count(*) FROM event_rows"),
                database.number("SELECT sum(repeats) FROM event_rows"),
                database.number("SELECT count(*) FROM sample_rows"));
    }

    /** Returns the amounts of a run. A pair is a row or a sample, but for those of the seconds before, in which each was logged once. */
    private Amounts amounts(Fleet fleet, long calls, Stored stored) {
        double pairs =
                fleet.samples() == 1 ? stored.rows + stored.samples - fleet.pairs() : (double) fleet.pairs() * seconds;
        double lines =
                pairs > 0 ? new Workload(calls, pairs, 1, 1, 0).amounts(1).of(Quantity.LINES) : 0;
        double batches = seconds * fleet.workload().amounts(1).of(Quantity.BATCHES);
        return Amounts.of(
                (double) fleet.producers() * seconds,
                (double) calls,
                batches,
                pairs,
                lines,
                (double) stored.windows,
                (double) stored.rows,
                (double) stored.samples);
    }

    /** Whether each gatherer costs something in a stage, even if it finds nothing. */
    private static boolean isOfGatherers(Stage stage) {
        return switch (stage) {
            case REDIS_READS, SENT, GATHERER_SQLITE, GATHERER_POSTGRESQL, POSTGRESQL -> true;
            default -> false;
        };
    }

    private void gather(String redisUri, int gatherers) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(gatherers);
        try {
            List<Callable<Void>> all = new ArrayList<>();
            for (int i = 0; i < gatherers; i++) {
                all.add(() -> {
                    database.gather(redisUri);
                    return null;
                });
            }
            for (Future<Void> each : threads.invokeAll(all)) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a gatherer failed", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
