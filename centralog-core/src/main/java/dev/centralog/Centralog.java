// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import dev.centralog.internal.redis.KnownAccess;
import dev.centralog.internal.redis.RedisBatchTransport;
import dev.centralog.internal.ship.BatchTransport;
import dev.centralog.internal.ship.ClosingTime;
import dev.centralog.internal.ship.EndLimits;
import dev.centralog.internal.ship.LazyBatchTransport;
import dev.centralog.internal.ship.Producer;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.time.OwnThread;
import dev.centralog.internal.time.SharedThreads;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The logging side: takes events, folds their repeats, and ships them to Redis in the background.
 *
 * <p>What the calling thread never does, whatever Redis does: input or output, connecting, throwing; nor waiting, unless
 * {@code awaitDurableTimeout} is set, or it logs while the JVM ends. One daemon
 * thread ships, and the Redis client has a few of its own. Memory is bounded by {@code bufferBytes}; what finds no room
 * is dropped and counted.
 *
 * <p>The law: events logged = events acknowledged + events dropped, by reason, + events left on disk, once
 * {@link #close(Duration)} has returned; {@link #stats} has the figures.
 *
 * <p>Thread-safety: any thread.
 */
public final class Centralog implements AutoCloseable {
    private final @Nullable Producer producer;
    private final ActionLog actions;
    private final EndLimits limits;
    private final @Nullable String redis;
    private final @Nullable Thread hook;

    /** An instance over that producer; without one it does nothing. */
    private Centralog(@Nullable Producer producer, CentralogConfig config, @Nullable String redis) {
        this.producer = producer;
        this.redis = redis;
        this.actions = new ActionLog(producer);
        this.limits = EndLimits.of(config);
        this.hook = producer != null && config.get(Settings.SHUTDOWN_HOOK)
                ? OwnThread.create("shutdown", new Drain(producer, limits))
                : null;
    }

    /** As {@link #open(CentralogConfig, StatusListener)}, telling standard error. */
    public static Centralog open(CentralogConfig config) {
        return open(config, StatusListener.standardError());
    }

    /**
     * Starts a producer. Returns at once: Redis is connected to in the background when there is something to ship, and
     * may be absent. With the setting {@code enabled} at false it does nothing, counts nothing, and has no thread.
     *
     * @param config of {@link Settings#ALL}
     * @param status told of trouble
     * @throws ConfigException if {@code spillDirectory} can't be used
     */
    public static Centralog open(CentralogConfig config, StatusListener status) {
        return start(config, null, status);
    }

    /**
     * As {@link #open(CentralogConfig, StatusListener)}, over a connection of the application's own client.
     *
     * @throws ConfigException also if {@code access} is of an unknown kind
     */
    public static Centralog open(CentralogConfig config, RedisAccess access, StatusListener status) {
        return start(config, access, status);
    }

    private static Centralog start(CentralogConfig config, @Nullable RedisAccess access, StatusListener status) {
        if (access == null) {
            Settings.check(config);
        } else {
            KnownAccess.of(access); // now, and not when there is something to ship
        }
        if (!config.get(Settings.ENABLED)) {
            return new Centralog(null, config, null);
        }
        Clock clock = Clock.system();
        LazyBatchTransport store = new LazyBatchTransport(new StoreMaker(config, access, clock));
        Producer producer = new Producer(config, store, status, clock);
        Centralog centralog = new Centralog(producer, config, access == null ? config.get(Settings.REDIS) : null);
        producer.start();
        centralog.addHook(producer);
        return centralog;
    }

    // Classes where lambdas would do: an application's start waits longer for the latter.

    private record StoreMaker(
            CentralogConfig config, @Nullable RedisAccess access, Clock clock) implements Supplier<BatchTransport> {
        @Override
        public BatchTransport get() {
            return new RedisBatchTransport(config, access, clock);
        }
    }

    private record Drain(Producer producer, EndLimits limits) implements Runnable {
        @Override
        public void run() {
            producer.drainForExit(limits);
        }
    }

    private void addHook(Producer opened) {
        try {
            if (hook != null) {
                Runtime.getRuntime().addShutdownHook(hook);
            }
        } catch (IllegalStateException ignored) {
            opened.shipForExit(limits.timeout()); // opened while the JVM ends
        }
    }

    private void removeHook() {
        try {
            if (hook != null) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        } catch (IllegalStateException ignored) {
            // The JVM is ending, and the hook runs: it sees that we are closed.
        }
    }

    /**
     * Logs an event built by hand: the published algorithm's {@code logEvent(evt)}. Never throws. Returns at once,
     * unless {@code awaitDurableTimeout} has it wait.
     *
     * <p>Events whose group and second are the same are folded into one and counted.
     */
    public void log(LogEvent event) {
        if (producer != null) {
            producer.log(event);
        }
    }

    /** What counts the actions of users, through the same connection, thread and buffer. */
    public ActionLog actions() {
        return actions;
    }

    /**
     * Logs a framework's event; for adapters. As {@link #log}. Where the thread's stack has no room even to count it, it throws the
     * {@link StackOverflowError}, and the event is not logged.
     *
     * @param view looks at events of that framework; the same object for all of them
     */
    public <E> void report(E event, EventView<E> view) {
        if (producer == null) {
            return;
        }
        if (OwnThread.isCurrent()) {
            producer.drop(DropReason.OWN_LOGGER);
            return;
        }
        try {
            producer.fold(event, view);
        } catch (StackOverflowError ignored) { // nothing was counted yet, and here is more of the stack
            producer.drop(DropReason.UNREADABLE);
        }
    }

    /** Counts an event as logged and as given up by the adapter. Returns at once and never throws. */
    public void drop(DropReason reason) {
        if (producer != null) {
            producer.drop(reason);
        }
    }

    /**
     * Whether an event is Centralog's own, or of the Redis client under it: it must not be logged through it, for such events
     * would make themselves again, for ever. It is told by the thread that logged it: by one of Centralog's, or by one of a
     * client that the application shares with it, if the logger is one of that client's libraries. What an application
     * itself does with these libraries is its own. For adapters, which drop such an event as {@link DropReason#OWN_LOGGER};
     * {@link #report} sees for itself to one that comes on the thread that logged it.
     *
     * @param logger the event's logger
     * @param thread the name of the thread that logged it
     */
    public static boolean isOwn(@Nullable String logger, @Nullable String thread) {
        return OwnThread.isName(thread) || SharedThreads.mayBeOurs(logger, thread);
    }

    /** What has been counted so far, in events; {@link #actions} has its own. */
    public CentralogStats stats() {
        return producer == null ? CentralogStats.NONE : producer.stats();
    }

    /** Whether Redis is away, since when, and why. */
    public RedisLinkStats linkStats() {
        return producer == null ? RedisLinkStats.FINE : producer.linkStats();
    }

    /**
     * Ships what is buffered, waits for Redis to confirm it, and stops; with {@code spillDirectory}, what a Redis that is
     * away can't take goes to disk. Blocks, at most about that long; and hardly where others of this process have waited for
     * the same Redis in vain within the last minute: closing goes on in the background then. Events logged from then on
     * are dropped and counted. May be called again. It waits for that long also while Redis is away: {@link #close()} does not.
     *
     * @return the events and actions left, which are neither confirmed by Redis nor on disk: 0 if all is well
     */
    public long close(Duration timeout) {
        return close(EndLimits.always(timeout));
    }

    /**
     * Closes as {@link #close(Duration)} with the setting {@code shutdownTimeout}; and with {@code shutdownTimeoutAway}, a
     * second by default, once an attempt to reach Redis has failed.
     */
    @Override
    public void close() {
        close(limits);
    }

    private long close(EndLimits within) {
        if (producer == null) {
            return 0;
        }
        long left = redis == null ? producer.close(within) : producer.close(within, ClosingTime.ofProcess(), redis);
        producer.whenEnded(this::removeHook); // not before: the JVM may end while another thread closes
        return left;
    }
}
