// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import dev.centralog.internal.redis.ModelBook;
import dev.centralog.simulation.Plan.Rate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What goes wrong with Redis's clock, and with what Redis knows of producers and of itself. Thread-safety: none. */
final class BookFaults {
    private static final long HOUR_MILLIS = 3_600_000;

    private final World world;
    private final Map<String, Integer> lines = new HashMap<>();
    private long redisAheadMillis;
    private List<ModelBook.Field> seenInBook = List.of();

    BookFaults(World world) {
        this.world = world;
    }

    /** How far Redis's clock is ahead. */
    long aheadMillis() {
        return redisAheadMillis;
    }

    /** Notes which life of Redis has its id. */
    void noteLine() {
        String redisId = world.redis.state().redisId;
        if (redisId != null) {
            lines.put(redisId, world.redis.state().line);
        }
    }

    /** Which life of Redis has had that id. */
    int lineOf(String redisId) {
        return lines.getOrDefault(redisId, world.redis.state().line);
    }

    /** All is well from now on. */
    void heal() {
        redisAheadMillis = 0;
        world.at(world.millis());
    }

    /** Something happens, by chance. */
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

    /** As readers do: first they see what is there, and some of that is trimmed later. */
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
