// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.CentralogException;
import dev.centralog.internal.retry.ExponentialBackoff;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The time that the real Redis takes, as its one thread takes it: one call after the other, each as long as calls of its kind
 * took on average. The replies are the real ones, and come at that time, whatever else the machine has to do.
 *
 * <p>Thread-safety: none; the fleet's thread alone.
 */
public final class FleetServer {
    /** The pauses of the client between two attempts to connect anew: those of {@code Dialer}. */
    static final ExponentialBackoff RECONNECT = new ExponentialBackoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    private static final long ROUND_TRIP_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

    private final FleetLoop loop;
    private final FleetWatch watch;
    private final Costs costs;
    private final long commandTimeoutNanos;
    private boolean isUp = true;
    private long incarnation;
    private long freeNanos;

    /** The time that Redis takes for a call of each kind. */
    public record Costs(Duration batch, Duration question, Duration connection) {
        long nanos(Kind kind) {
            return switch (kind) {
                case BATCH -> batch.toNanos();
                case QUESTION -> question.toNanos();
                case CONNECTION -> connection.toNanos();
            };
        }
    }

    /** The kinds of calls that differ in what they cost. */
    public enum Kind {
        /** A batch of one or two lines. */
        BATCH,
        /** The question about a producer id, and Redis's time. */
        QUESTION,
        /** Connecting, with what the client and the producer ask then. */
        CONNECTION
    }

    FleetServer(FleetLoop loop, FleetWatch watch, Costs costs, Duration commandTimeout) {
        this.loop = loop;
        this.watch = watch;
        this.costs = costs;
        this.commandTimeoutNanos = commandTimeout.toNanos();
    }

    boolean isUp() {
        return isUp;
    }

    void setUp(boolean now) {
        isUp = now;
        incarnation++;
        freeNanos = 0;
    }

    /** Adds a call to what Redis has to do, of which nobody awaits the end. */
    void busy(Kind kind) {
        freeNanos = Math.max(freeNanos, loop.nanos()) + costs.nanos(kind);
    }

    /** Returns the reply to a call that is sent now, at the time when Redis has come to it; or a time-out. */
    <T> CompletableFuture<T> reply(Kind kind, CompletionStage<T> real) {
        CompletableFuture<T> given = new CompletableFuture<>();
        busy(kind);
        long nanos = freeNanos - loop.nanos() + ROUND_TRIP_NANOS;
        long mine = incarnation;
        if (isUp && nanos <= commandTimeoutNanos) {
            loop.after(nanos, () -> {
                if (mine == incarnation) {
                    hand(given, real);
                }
            });
        }
        loop.after(commandTimeoutNanos, () -> {
            if (given.completeExceptionally(new CentralogException("Redis does not answer")) && mine == incarnation) {
                watch.unanswered();
            }
        });
        return given;
    }

    /** Hands the real reply on; waits for it, as no time passes meanwhile. */
    private static <T> void hand(CompletableFuture<T> given, CompletionStage<T> real) {
        try {
            given.complete(real.toCompletableFuture().join());
        } catch (CompletionException e) {
            given.completeExceptionally(e.getCause() == null ? e : e.getCause());
        }
    }
}
