// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.size;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The needs of a fleet, so that nothing is used by more than half: a core of each Redis and of each gatherer, memory, disk. The other
 * half is for what is not even: peaks, backlogs after an outage, a fleet that grows.
 *
 * @param asked what it was computed for
 * @param amounts the amounts in a second
 * @param shards the Redis servers that are primaries: one, or three or more of a cluster
 * @param partitions the partitions on all of them
 * @param redisCores the part of a core that each shard uses
 * @param redisBytes the memory of each shard, of which half is used at the end of the outage
 * @param gatherers the gatherers, each of which stores one window after the other
 * @param gathererCores the part of a core that each gatherer uses
 * @param databaseCores the cores that the database's own processes use, all together
 * @param diskBytes the disk of the database, of which half is used
 * @param received the bytes a second that all shards receive
 * @param sent the bytes a second that all shards send
 * @param applicationCores the cores that all applications use for it together
 */
public record Sizing(
        Asked asked,
        Amounts amounts,
        int shards,
        int partitions,
        double redisCores,
        double redisBytes,
        int gatherers,
        double gathererCores,
        double databaseCores,
        double diskBytes,
        double received,
        double sent,
        double applicationCores) {
    /** The part of everything that is used. */
    public static final double AIM = 0.5;

    /** The most shards, as each has two of at most 256 partitions. */
    public static final int MOST_SHARDS = 128;

    private static final int PARTITIONS_A_SHARD = 2;
    private static final int FEWEST_OF_A_CLUSTER = 3;

    /** The seconds that an event waits while all is well: its second, the grace, and the storing. */
    private static final double WAITING_SECONDS = 5;

    /** The bytes that Redis keeps of each producer in its book, as `run fleet` of the benchmarks measures them. */
    private static final double BOOK_BYTES_A_PRODUCER = 220;

    /** The bytes that an empty Redis takes. */
    private static final double EMPTY_REDIS_BYTES = 10e6;

    /**
     * The fleet and the conditions that needs are computed for.
     *
     * @param keep how long events are kept in the database
     * @param outage the longest time without a database for which Redis is to hold what arrives
     */
    public record Asked(Workload workload, Store store, Duration keep, Duration outage) {}

    /** Returns what is needed if one of each quantity costs that. */
    public static Sizing of(Asked asked, Costs costs) {
        return IntStream.rangeClosed(1, MOST_SHARDS)
                .filter(shards -> shards == 1 || shards >= FEWEST_OF_A_CLUSTER)
                .mapToObj(shards -> of(asked, costs, shards))
                .filter(each -> each.redisCores <= AIM || each.shards == MOST_SHARDS)
                .findFirst()
                .orElseThrow();
    }

    private static Sizing of(Asked asked, Costs costs, int shards) {
        int partitions = shards == 1 ? 1 : shards * PARTITIONS_A_SHARD;
        Amounts amounts = asked.workload.amounts(partitions);
        double redis = (costs.of(Stage.REDIS_WRITES, amounts) + costs.of(Stage.REDIS_READS, amounts)) / 1e6;
        double seconds = asked.outage.toSeconds() + WAITING_SECONDS;
        double waiting =
                seconds * costs.of(Stage.WAITING, amounts) + BOOK_BYTES_A_PRODUCER * amounts.of(Quantity.PRODUCERS);
        double gatherer = asked.store.gathererSeconds(costs, amounts);
        double server = asked.store.serverSeconds(costs, amounts);
        // A gatherer waits while the database works for it, so one can use a core of both together.
        int gatherers = Math.max(1, (int) Math.ceil((gatherer + server) / AIM));
        return new Sizing(
                asked,
                amounts,
                shards,
                partitions,
                redis / shards,
                (waiting / shards + EMPTY_REDIS_BYTES) / AIM,
                gatherers,
                gatherer / gatherers,
                server,
                asked.keep.toSeconds() * asked.store.diskBytes(costs, amounts) / AIM,
                costs.of(Stage.RECEIVED, amounts),
                costs.of(Stage.SENT, amounts),
                (costs.of(Stage.CALLING_THREADS, amounts) + costs.of(Stage.SHIPPERS, amounts)) / 1e6);
    }

    /** Returns what can't be had; empty if all can. */
    public List<String> tooMuch() {
        List<String> tooMuch = new ArrayList<>();
        if (asked.store == Store.SQLITE && gatherers > 1) {
            tooMuch.add("SQLite has one gatherer, and this takes " + gatherers + ": use PostgreSQL");
        }
        if (redisCores > AIM) {
            tooMuch.add("this takes more than " + MOST_SHARDS + " shards of Redis, the most that there can be");
        }
        return tooMuch;
    }

    /** Returns what uses most of the processors, applications apart: "Redis", "the gatherers", or the database's name. */
    public String bottleneck() {
        double redis = redisCores * shards;
        double gathering = gathererCores * gatherers;
        if (databaseCores >= redis && databaseCores >= gathering) {
            return asked.store.title();
        }
        return redis >= gathering ? "Redis" : "the gatherers";
    }
}
