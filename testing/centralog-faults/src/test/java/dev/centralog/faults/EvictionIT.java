// SPDX-License-Identifier: Apache-2.0
package dev.centralog.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.LongForm;
import dev.centralog.testkit.RedisCli;
import dev.centralog.tools.audit.Audit;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that nothing is doubled when Redis loses the keys that we keep besides events: evicted because of another
 * application, or removed by hand.
 */
@LongForm
class EvictionIT {
    private static final String BOOK = "{cl.2:0}:book";

    /**
     * Checks that eviction does not touch keys that never expire, under policies that evict only expiring keys: the
     * least recently used, or those that expire next.
     */
    @ParameterizedTest
    @ValueSource(strings = {"volatile-lru", "volatile-ttl"})
    void redis_filledByAnotherApplication_keepsAllThatIsOurs(String policy, @TempDir Path directory) {
        int times = 20;
        try (LocalRedis redis = LocalRedis.builder(LocalRedis.Version.newest())
                        .config("maxmemory 30mb", "maxmemory-policy " + policy)
                        .start();
                RedisCli other = redis.connect();
                FaultRun run = FaultRun.of("another application fills Redis, " + policy, directory)) {
            Traffic resting = run.produce(FaultRun.config(redis.port()));
            run.produce(FaultRun.config(redis.port()));
            run.gather(FaultRun.config(redis.port()));
            run.awaitMoreRows(100);
            for (int i = 0; i < times; i++) {
                resting.rest(); // so that Redis's marker of it is the oldest
                fill(other, i);
                assertThat(expiring(other)).isEmpty();
                resting.goOn();
                run.await(300, 300);
            }
            run.assertExact(times, FaultRun.config(redis.port()));
        }
    }

    /** Writes twice as much as Redis has room for, in keys that live for a month. */
    private static void fill(RedisCli other, int round) {
        String value = "x".repeat(20_000);
        long before = evicted(other);
        for (int i = 0; i < 3_000; i++) {
            other.call("SET", "other:" + round + ":" + i, value, "EX", "2592000");
        }
        assertThat(evicted(other)).as("keys evicted").isGreaterThan(before + 1_000);
    }

    private static long evicted(RedisCli other) {
        Matcher field = Pattern.compile("evicted_keys:(\\d+)").matcher(RedisCli.text(other.call("INFO", "stats")));
        assertThat(field.find()).isTrue();
        return Long.parseLong(field.group(1));
    }

    /** Returns our keys that expire. */
    private static List<String> expiring(RedisCli other) {
        List<String> ours = RedisCli.texts(other.call("KEYS", "{cl*"));
        assertThat(ours).contains(BOOK);
        return ours.stream()
                .filter(key -> (Long) Objects.requireNonNull(other.call("TTL", key)) >= 0)
                .toList();
    }

    /** Removes the book while everything is confirmed; nothing may be counted again. */
    @Test
    void book_removedWhileNothingIsUnderWay_isExact(@TempDir Path directory) {
        int times = 20;
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                FaultRun run = FaultRun.of("`DEL` of the book, producers at rest", directory)) {
            CentralogConfig config = FaultRun.config(redis.port());
            List<Traffic> all = List.of(run.produce(config), run.produce(config));
            run.gather(config);
            run.awaitMoreRows(100);
            for (int i = 0; i < times; i++) {
                run.await(300, 300);
                all.forEach(Traffic::rest);
                Awaitility.await().atMost(FaultRun.LIMIT).until(() -> all.stream()
                        .allMatch(each -> each.stats().waiting() == 0
                                && each.actionStats().waiting() == 0));
                assertThat(redis.cli("DEL", BOOK)).isEqualTo("1");
                all.forEach(Traffic::goOn);
            }
            run.assertExact(times, config);
            assertThat(all).allSatisfy(each -> assertThat(each.said())
                    .anyMatch(said -> said.contains("Redis was emptied or replaced")));
        }
    }

    /**
     * Removes the book under load. At most, the batches under way may be counted twice, and each producer reports how
     * many that may be.
     */
    @Test
    void book_removedUnderLoad_doublesNoMoreThanIsSaid(@TempDir Path directory) {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                FaultRun run = FaultRun.of("`DEL` of the book under load", directory)) {
            CentralogConfig config = FaultRun.config(redis.port());
            List<Traffic> all = List.of(run.produce(config), run.produce(config));
            run.gather(config);
            run.awaitMoreRows(100);
            run.await(300, 300);
            assertThat(redis.cli("DEL", BOOK)).isEqualTo("1");
            run.await(1000, 500);

            Audit audit = run.end(1, config);
            long doubled = audit.events().figures().doubled()
                    + audit.actions().figures().doubled();
            assertThat(doubled).isBetween(0L, inDoubt(all));
            assertThat(audit.events().figures().lost()
                            + audit.actions().figures().lost())
                    .as("%s", audit.lines())
                    .isZero();
        }
    }

    private static long inDoubt(List<Traffic> all) {
        Pattern figure = Pattern.compile("at most (\\d+) events or actions may be counted twice");
        return all.stream()
                .flatMap(each -> each.said().stream())
                .map(figure::matcher)
                .flatMap(found -> found.find() ? Stream.of(found.group(1)) : Stream.empty())
                .mapToLong(Long::parseLong)
                .sum();
    }
}
