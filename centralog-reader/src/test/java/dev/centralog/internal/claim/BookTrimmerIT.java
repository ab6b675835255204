// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Logs;
import dev.centralog.internal.redis.read.RedisGatherStore;
import dev.centralog.internal.time.ManualClock;
import dev.centralog.internal.wire.Window.Signal;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tests that old fields are trimmed, and only while the clocks agree; the reader's clock is simulated, Redis is real. */
class BookTrimmerIT {
    private static final String BOOK = "{cl.2:0}:book";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MONTH = Duration.ofDays(30);

    private final List<String> said = new ArrayList<>();
    private final ManualClock clock = new ManualClock(0, 17);
    private long redisMillis;

    private BookTrimmer trimmer(LocalRedis redis, RedisGatherStore store) {
        store.connect();
        redisMillis = Long.parseLong(redis.cliList("TIME").get(0)) * 1000;
        clock.set(redisMillis - clock.epochMillis());
        return new BookTrimmer(store, clock, (severity, message, cause) -> said.add(message));
    }

    private static RedisGatherStore store(LocalRedis redis) {
        return new RedisGatherStore(Logs.config(redis), null, Signal.EVENTS, 0);
    }

    /** Advances all clocks by that time; then the trimmer sees Redis's time. */
    private void passes(BookTrimmer trimmer, Duration time) {
        clock.goOn(time);
        redisMillis += time.toMillis();
        looks(trimmer);
    }

    private void looks(BookTrimmer trimmer) {
        trimmer.onTime(redisMillis);
        trimmer.trim();
    }

    private String marker(Duration age, String flag) {
        return "1 " + (redisMillis - age.toMillis()) + " " + flag + " tokenlen";
    }

    private static String producer(int number) {
        return "p" + String.format("%016d", number);
    }

    private String generation(Duration age) {
        return "g" + (redisMillis - age.toMillis()) / 1000;
    }

    private static List<String> fields(LocalRedis redis) {
        return redis.cliList("HKEYS", BOOK);
    }

    @EachRedis
    void fields_thatAreOld_goAfterAMinute(LocalRedis redis) {
        try (RedisGatherStore store = store(redis)) {
            BookTrimmer trimmer = trimmer(redis, store);
            Duration little = Duration.ofSeconds(100);
            redis.cli("HSET", BOOK, "~id", "0123456789abcdef", "junk", "junk", "p short", "1 1 c tokenlen");
            redis.cli("HSET", BOOK, producer(1), marker(HOUR.plus(little), "c"));
            redis.cli("HSET", BOOK, producer(2), marker(HOUR.minus(little), "c"));
            redis.cli("HSET", BOOK, producer(3), marker(MONTH.plus(little), "-"));
            redis.cli("HSET", BOOK, producer(4), marker(MONTH.minus(little), "r"));
            redis.cli("HSET", BOOK, producer(5), marker(MONTH.plus(MONTH), "r"));
            redis.cli("HSET", BOOK, producer(6), "1 1 - none of ours");
            String open = generation(Duration.ofDays(4));
            redis.cli("ZADD", "{cl.2:0}:open", "1", open.substring(1));
            Duration kept = Duration.ofDays(1).plusSeconds(65);
            redis.cli("HSET", BOOK, generation(Duration.ofDays(3)), "1", open, "1");
            redis.cli("HSET", BOOK, generation(kept.minus(little)), "1", generation(kept.plus(little)), "1");
            String slice = "g" + (redisMillis / 7_200_000 - 36) * 7200 + "+600"; // three days ago
            redis.cli("HSET", BOOK, slice, "1", slice.replace("600", "7200"), "1");

            looks(trimmer);
            passes(trimmer, MINUTE.minusMillis(1));
            assertThat(fields(redis)).hasSize(15);
            passes(trimmer, Duration.ofMillis(1));

            assertThat(fields(redis))
                    .containsExactlyInAnyOrder(
                            "~id",
                            "~trimmed",
                            "junk",
                            "p short",
                            producer(2),
                            producer(4),
                            producer(6),
                            open,
                            generation(kept.minus(little).plus(MINUTE)),
                            slice.replace("600", "7200"));
            assertThat(redis.cli("HGET", BOOK, "~trimmed"))
                    .isEqualTo(Long.toString(
                            redisMillis - MINUTE.plus(HOUR).plus(little).toMillis()));
            assertThat(said).isEmpty();
        }
    }

    @EachRedis
    void pass_comesOnceInTenMinutes(LocalRedis redis) {
        try (RedisGatherStore store = store(redis)) {
            BookTrimmer trimmer = trimmer(redis, store);
            looks(trimmer);
            passes(trimmer, MINUTE);
            redis.cli("HSET", BOOK, producer(1), marker(MONTH, "c"));

            passes(trimmer, Duration.ofMinutes(10).minusMillis(1));
            assertThat(fields(redis)).contains(producer(1));
            passes(trimmer, Duration.ofMillis(1));
            assertThat(fields(redis)).containsExactly("~trimmed");
        }
    }

    @EachRedis
    void pages_ofALargeBook_areSpreadOverLooks(LocalRedis redis) {
        try (RedisGatherStore store = store(redis)) {
            BookTrimmer trimmer = trimmer(redis, store);
            int size = 25_000;
            List<String> call = new ArrayList<>(List.of("HSET", BOOK));
            for (int i = 0; i < size; i++) {
                call.add(producer(i));
                call.add(marker(MONTH, "c"));
            }
            redis.cli(call.toArray(String[]::new));
            looks(trimmer);
            passes(trimmer, MINUTE);
            assertThat(Integer.parseInt(redis.cli("HLEN", BOOK))).isBetween(size - 20 * 700, size - 20 * 400);

            trimmer.trim(); // trims nothing, because Redis's time was not read since
            assertThat(Integer.parseInt(redis.cli("HLEN", BOOK))).isGreaterThan(size - 20 * 700);

            for (int i = 0; i < 3; i++) {
                looks(trimmer);
            }
            assertThat(fields(redis)).containsExactly("~trimmed");
        }
    }

    @EachRedis
    void clockOfRedis_thatJumps_isWatchedForAnotherMinute(LocalRedis redis) {
        for (Duration jump : List.of(Duration.ofMillis(10_001), Duration.ofMillis(-10_001))) {
            redis.flush();
            try (RedisGatherStore store = store(redis)) {
                BookTrimmer trimmer = trimmer(redis, store);
                redis.cli("HSET", BOOK, producer(1), marker(MONTH, "c"));
                looks(trimmer);
                passes(trimmer, Duration.ofSeconds(59));
                redisMillis += jump.toMillis();

                passes(trimmer, Duration.ofSeconds(2));
                passes(trimmer, Duration.ofSeconds(59));
                assertThat(fields(redis)).containsExactly(producer(1));
                passes(trimmer, Duration.ofSeconds(1));
                assertThat(fields(redis)).containsExactly("~trimmed");
            }
        }
    }

    @EachRedis
    void clocks_thatDifferByAnHour_areSaidOnceAndNothingGoes(LocalRedis redis) {
        try (RedisGatherStore store = store(redis)) {
            BookTrimmer trimmer = trimmer(redis, store);
            redis.cli("HSET", BOOK, producer(1), marker(MONTH, "c"));
            clock.set(-HOUR.toMillis());
            looks(trimmer);
            passes(trimmer, MINUTE);
            passes(trimmer, MINUTE);

            assertThat(fields(redis)).containsExactly(producer(1));
            assertThat(said).singleElement().asString().contains("the clock of Redis shows", "this machine's");

            clock.set(1);
            looks(trimmer);
            assertThat(fields(redis)).containsExactly("~trimmed");
        }
    }

    @EachRedis
    void failure_isSaidAndTriedAgainLater(LocalRedis redis) {
        RedisGatherStore store = store(redis);
        BookTrimmer trimmer = trimmer(redis, store);
        redis.cli("HSET", BOOK, producer(1), marker(MONTH, "c"));
        looks(trimmer);
        store.close();
        passes(trimmer, MINUTE);
        assertThat(said).singleElement().asString().contains("trying again in 10 minutes");
        store.connect();

        passes(trimmer, MINUTE);
        assertThat(fields(redis)).containsExactly(producer(1));
        passes(trimmer, Duration.ofMinutes(10));
        assertThat(fields(redis)).containsExactly("~trimmed");
        store.close();
    }
}
