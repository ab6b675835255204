// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.gatherer.live.OpenActions;
import dev.centralog.gatherer.stored.ActionQuery;
import dev.centralog.internal.redis.read.RedisLook;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The part of the views that is in Redis and not stored yet. Each call makes a connection of its own, reads a bounded part, and
 * changes nothing; one at a time does.
 *
 * <p>Thread-safety: any thread. All calls block, for seconds if Redis does not answer.
 */
final class Unstored {
    /** The most pairs of user and action that are read for one answer: about a tenth of a second. */
    static final int MOST_PAIRS = 20_000;

    private static final Duration WAIT = Duration.ofSeconds(3);

    private final @Nullable CentralogConfig config;
    private final Semaphore turn = new Semaphore(1, true);

    /** Makes it; without settings there is no Redis, and nothing can be read. */
    Unstored(@Nullable CentralogConfig config) {
        this.config = config;
    }

    /**
     * Returns the actions in open slices.
     *
     * @throws UnavailableException if Redis can't be read
     */
    OpenActions actions(ActionQuery query, int limit) {
        return read(given -> OpenActions.read(given, query, new OpenActions.Limits(limit, MOST_PAIRS)));
    }

    /**
     * Returns the events that wait, by process.
     *
     * @throws UnavailableException if Redis can't be read
     */
    RedisLook.Waiting events() {
        return read(given -> {
            try (RedisLook look = RedisLook.open(given)) {
                return look.waiting();
            }
        });
    }

    private interface Reading<T> {
        T from(CentralogConfig config);
    }

    private <T> T read(Reading<T> reading) {
        CentralogConfig given = config;
        if (given == null) {
            throw new UnavailableException("no Redis is read here");
        }
        return inTurn(() -> {
            try {
                return reading.from(given);
            } catch (CentralogException e) {
                throw new UnavailableException("Redis can't be read: " + e.getMessage());
            }
        });
    }

    private <T> T inTurn(Supplier<T> work) {
        try {
            if (!turn.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new UnavailableException("busy: Redis is being read for others; try again in a moment");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("the gatherer is stopping");
        }
        try {
            return work.get();
        } finally {
            turn.release();
        }
    }
}
