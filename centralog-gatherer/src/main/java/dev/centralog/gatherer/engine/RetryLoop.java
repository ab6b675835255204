// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.CentralogException;
import dev.centralog.ConfigException;
import dev.centralog.RedisRefusedException;
import dev.centralog.StatusListener;
import dev.centralog.StatusListener.Severity;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.internal.retry.ExponentialBackoff;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A loop that retries what may work later, with growing pauses, and that ends early when the gatherer must stop. */
final class RetryLoop {
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    private static final int SAY_EVERY = 12;

    private final CountDownLatch stop;
    private final StatusListener status;
    private final Outages outages;
    private final @Nullable Duration limit;

    /**
     * Makes one.
     *
     * @param stop is counted down to 0 when the gatherer must stop
     * @param outages is notified of failures, and of their end
     * @param limit the longest total of the pauses for one piece of work; null for no limit
     */
    RetryLoop(CountDownLatch stop, StatusListener status, Outages outages, @Nullable Duration limit) {
        this.stop = stop;
        this.status = status;
        this.outages = outages;
        this.limit = limit;
    }

    /** A piece of work that may fail because Redis or the database is unavailable. */
    interface Attempt<T> {
        T make(int number) throws InterruptedException;
    }

    /** An exception that ends all work under way when the gatherer must stop. */
    static final class StoppedException extends Exception {
        private static final long serialVersionUID = 1;

        StoppedException() {
            super("stopped", null, false, false);
        }
    }

    /** Makes attempts, and returns the result of the first that succeeds. Blocks. */
    <T> T untilItWorks(Attempt<T> attempt) throws StoppedException, InterruptedException {
        Failure failure = new Failure();
        try {
            T answer = untilItWorks(attempt, failure);
            failure.end(true);
            return answer;
        } finally {
            failure.end(false);
        }
    }

    private <T> T untilItWorks(Attempt<T> attempt, Failure failure) throws StoppedException, InterruptedException {
        long pausedNanos = 0;
        for (int number = 1; ; number++) {
            try {
                return attempt.make(number);
            } catch (CentralogException e) {
                if (isPermanent(e)) {
                    throw e;
                }
                failure.with(Outages.Peer.of(e));
                if (limit != null && pausedNanos >= limit.toNanos()) {
                    throw new AwayException("gave up after " + number + " attempts: " + e.getMessage(), e);
                }
                if (number % SAY_EVERY == 1) {
                    status.say(Severity.WARN, e.getMessage() + "; trying again, nothing is lost meanwhile", null);
                }
            }
            long pauseNanos = BACKOFF.pauseNanos(number);
            if (stop.await(pauseNanos, TimeUnit.NANOSECONDS)) {
                throw new StoppedException();
            }
            pausedNanos += pauseNanos;
            failure.retried();
        }
    }

    /** The server, if any, that the present work waits for. */
    private final class Failure {
        private Outages.@Nullable Peer peer;

        void with(Outages.Peer who) {
            if (who != peer) {
                end(true);
                outages.begins(who);
                peer = who;
            }
        }

        void retried() {
            if (peer != null) {
                outages.retried(peer);
            }
        }

        void end(boolean works) {
            if (peer != null) {
                outages.ends(peer, works);
                peer = null;
            }
        }
    }

    private static boolean isPermanent(CentralogException wrong) {
        return wrong instanceof ConfigException
                || wrong instanceof RedisRefusedException
                || (wrong instanceof SinkException sink && sink.kind() != SinkException.Kind.AWAY);
    }
}
