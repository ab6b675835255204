// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.fleet;

import dev.centralog.CentralogConfig;
import dev.centralog.bench.report.Median;
import dev.centralog.bench.report.RedisInfo;
import dev.centralog.gatherer.status.RedisState;
import dev.centralog.internal.redis.read.RedisGatherStore;
import dev.centralog.internal.redis.read.RedisLook;
import dev.centralog.internal.redis.read.TrimStore.Page;
import dev.centralog.internal.wire.Window.Signal;
import dev.centralog.testkit.LocalRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The cost of what looks at all producers, while they run: medians of some times.
 *
 * @param millis the time until it is done, with its connection
 * @param redisMillis the time of Redis on a core
 * @param sentBytes the bytes that Redis has sent
 */
record FleetLook(String name, double millis, double redisMillis, double sentBytes) {
    private static final int TIMES = 5;
    private static final Duration LONGEST_LAG = Duration.ofHours(1); // else it would look twice

    private interface Work {
        void run() throws InterruptedException;
    }

    static List<FleetLook> all(CentralogConfig config, LocalRedis redis) throws InterruptedException {
        return List.of(
                of("the state for status and /metrics", redis, () -> RedisState.read(config, LONGEST_LAG)),
                of("the events that wait, by process", redis, () -> {
                    try (RedisLook look = RedisLook.open(config)) {
                        look.waiting();
                    }
                }),
                of("a pass of trimming that finds nothing old", redis, () -> readBook(config)));
    }

    private static void readBook(CentralogConfig config) {
        try (RedisGatherStore store = new RedisGatherStore(config, null, Signal.EVENTS, 0)) {
            store.connect();
            Page page = store.page(Page.FIRST);
            while (!page.next().equals(Page.FIRST)) {
                page = store.page(page.next());
            }
        }
    }

    private static FleetLook of(String name, LocalRedis redis, Work work) throws InterruptedException {
        List<Double> millis = new ArrayList<>();
        List<Double> redisMillis = new ArrayList<>();
        List<Double> sent = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            RedisInfo.Load before = RedisInfo.load(redis);
            long sentBefore = RedisInfo.outputBytes(redis);
            long start = System.nanoTime();
            work.run();
            millis.add((System.nanoTime() - start) / 1e6);
            sent.add((double) RedisInfo.outputBytes(redis) - sentBefore);
            redisMillis.add((RedisInfo.load(redis).cpuSeconds() - before.cpuSeconds()) * 1e3);
        }
        return new FleetLook(name, Median.of(millis), Median.of(redisMillis), Median.of(sent));
    }
}
