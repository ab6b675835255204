// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import dev.centralog.internal.redis.ModelBook;
import dev.centralog.simulation.Plan.Rate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Injects faults of Redis's clock, and of what Redis knows about producers and itself. Thread-safety: none. */
final class BookFaults {
    private static final long HOUR_MILLIS = 3_600_000;

    private final World world;
    private final Map<String, Integer> lines = new HashMap<>();
    private long redisAheadMillis;
    private List<ModelBook.Field> seenInBook = List.of();

    BookFaults(World world) {
        this.world = world;
    }

    /** Returns how far Redis's clock is ahead, in milliseconds. */
    long aheadMillis() {
        return redisAheadMillis;
    }

    /** Records which life of Redis has its redis id. */
    void noteLine() {
        String redisId = world.redis.state().redisId;
        if (redisId != null) {
            lines.put(redisId, world.redis.state().line);
        }
    }

    /** Returns the life of Redis that has had that redis id. */
    int lineOf(String redisId) {
        return lines.getOrDefault(redisId, world.redis.state().line);
    }

    /** Ends all these faults. */
    void heal() {
        redisAheadMillis = 0;
        world.at(world.millis());
    }

    /** Injects faults at random. */
    void goWrong() {
        if (world.chance(world.plan.rate(Rate.CLOCK_JUMPS))
                || (redisAheadMillis != 0 && world.random.nextInt(10) == 0)) {
            jumpClockOrBack();
        }
        if (world.chance(world.plan.rate(Rate.BOOK_LOSSES))) {
            world.say("Redis", "loses its book", "");
            world.redis.removeBook();
            world.inject(Fault.BOOK_LOST);
        }
        if (world.chance(world.plan.rate(Rate.TRIMS))) {
            trim();
        }
    }

    private void jumpClockOrBack() {
        redisAheadMillis = redisAheadMillis == 0 ? (25 + world.random.nextInt(100)) * HOUR_MILLIS : 0;
        world.say("Redis's clock", "is ahead by ms ", redisAheadMillis);
        world.at(world.millis());
        if (redisAheadMillis != 0) {
            world.inject(Fault.CLOCK_JUMPS);
        }
    }

    /** Trims the book as readers do: a reader first looks at what is there, and trims some of that later. */
    private void trim() {
        if (redisAheadMillis != 0) {
            return;
        }
        int before = world.redis.state().markers.size();
        world.redis.trim(HOUR_MILLIS, world.plan.trimAgeMillis(), seenInBook);
        seenInBook = List.copyOf(world.redis.state().fields().values());
        if (world.redis.state().markers.size() < before) {
            world.say(
                    "a gatherer",
                    "trims markers: ",
                    before - world.redis.state().markers.size());
            world.inject(Fault.TRIMMED);
        }
    }
}
