// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.centralog.CentralogConfig;
import dev.centralog.testkit.LocalGearmand;
import dev.centralog.testkit.LongForm;
import dev.centralog.testkit.SharedRedis;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that each counter does count: the servers are asked for the counts by other means. */
@LongForm
class ActionCountersIT {
    private static final int THREADS = 4;
    private static final int EACH = 3_000;

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    private final ActionSequence sequence = new ActionSequence(1000);

    @Test
    void map_severalThreads_countsAll() throws Exception {
        MapCounter map = new MapCounter();

        countAll(map);

        assertThat(map.counted()).isEqualTo(THREADS * EACH);
    }

    @Test
    void centralog_severalThreads_allArriveInRedis() throws Exception {
        countAll(new CentralogCounter(CentralogConfig.defaults(), REDIS.get().uri()));

        String counts = "local sum = 0 for _, key in ipairs(redis.call('KEYS', '*:a:z:*')) do"
                + " local line = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')"
                + " for i = 2, #line, 2 do sum = sum + tonumber(line[i]) end end return sum";
        assertThat(REDIS.get().cli("EVAL", counts, "0"))
                .isEqualTo(Integer.toString(1 + THREADS * EACH)); // the extra one is the first action, which connects
    }

    @Test
    void redis_severalThreads_countsAll() throws Exception {
        countAll(new RedisCounter(REDIS.get().uri()));

        assertThat(sumOfHash()).isEqualTo(THREADS * EACH);
    }

    @Test
    void pipelinedRedis_severalThreads_countsAllBeforeItCloses() throws Exception {
        countAll(new PipelinedRedisCounter(REDIS.get().uri()));

        assertThat(sumOfHash()).isEqualTo(THREADS * EACH);
    }

    @Test
    void pipelinedRedis_hardlyAnyRoom_waitsAndCountsAll() throws Exception {
        countAll(new PipelinedRedisCounter(REDIS.get().uri(), THREADS / 2));

        assertThat(sumOfHash()).isEqualTo(THREADS * EACH);
    }

    @Test
    void gearman_severalThreads_queuesAJobForEach() throws Exception {
        assumeTrue(LocalGearmand.isAvailable());
        try (LocalGearmand gearmand = LocalGearmand.start()) {
            countAll(new GearmanCounter(gearmand.port()));

            assertThat(gearmand.jobs(GearmanCounter.FUNCTION)).isEqualTo(THREADS * EACH);
        }
    }

    private void countAll(ActionCounter counter) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (counter) {
            List<Future<?>> all = IntStream.range(0, THREADS)
                    .<Future<?>>mapToObj(thread -> threads.submit(() -> {
                        for (int i = 0; i < EACH; i++) {
                            int position = thread * EACH + i;
                            counter.count(sequence.user(position), sequence.action(position));
                        }
                    }))
                    .toList();
            for (Future<?> each : all) {
                each.get();
            }
            assertThat(counter.dropped()).isZero();
        } finally {
            threads.shutdown();
        }
    }

    private static long sumOfHash() {
        return REDIS.get().cliList("HVALS", RedisCounter.KEY).stream()
                .mapToLong(Long::parseLong)
                .sum();
    }
}
