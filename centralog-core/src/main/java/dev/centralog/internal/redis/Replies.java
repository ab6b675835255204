// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.CentralogException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The waiting for replies of Redis. */
final class Replies {
    private Replies() {}

    /**
     * Returns the reply to a command; blocks, bounded by the time-out.
     *
     * @throws CentralogException if it fails; it says in one line why
     */
    static <T> T await(Future<T> future, Duration timeout) {
        return await(future, timeout, RedisErrors::explain);
    }

    /** Does the same, with the explanations of {@code explain}. */
    static <T> T await(Future<T> future, Duration timeout, Function<Throwable, String> explain) {
        try {
            return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new CentralogException(explain.apply(cause), cause);
        } catch (TimeoutException e) {
            TimeoutException told = new TimeoutException("no answer within " + timeout.toMillis() + " ms");
            throw new CentralogException(explain.apply(told), e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CentralogException("interrupted while waiting for Redis", interrupted);
        }
    }

    /** Waits up to two seconds for something to end. */
    static void quietly(Future<?> shutdown) {
        try {
            shutdown.get(2, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException ignored) {
            // It ends by itself: all its threads are daemons.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
