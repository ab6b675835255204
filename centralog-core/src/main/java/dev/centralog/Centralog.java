// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import dev.centralog.internal.redis.ChosenPartition;
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
 * The logging side of an application, which folds repeated events and ships the counts to Redis in the background.
 *
 * <p>Whatever state Redis is in, the calling thread never does input or output, never connects and never throws. It
 * waits only if {@code awaitDurableTimeout} is set, or if it logs while the JVM ends. One daemon thread ships, and
 * the Redis client has a few threads of its own. The setting {@code bufferBytes} bounds the memory; an event that
 * finds no room is dropped and counted.
 *
 * <p>The law: events logged = events acknowledged + events dropped, by reason, + events left on disk, once
 * {@link #close(Duration)} has returned; {@link #stats} returns the figures.
 *
 * <p>Thread-safety: any thread.
 */
public final class Centralog implements AutoCloseable {
    private final @Nullable Producer producer;
    private final ActionLog actions;
    private final EndLimits limits;
    private final @Nullable String redis;
    private final @Nullable Thread hook;

    /** Makes an instance that logs to {@code producer}; if that is null, the instance does nothing. */
    private Centralog(@Nullable Producer producer, CentralogConfig config, @Nullable String redis) {
        this.producer = producer;
        this.redis = redis;
        this.actions = new ActionLog(producer);
        this.limits = EndLimits.of(config);
        this.hook = producer != null && config.get(Settings.SHUTDOWN_HOOK)
                ? OwnThread.create("shutdown", new Drain(producer, limits))
                : null;
    }

    /** Starts a producer that reports trouble to standard error; see {@link #open(CentralogConfig, StatusListener)}. */
    public static Centralog open(CentralogConfig config) {
        return open(config, StatusListener.standardError());
    }

    /**
     * Starts a producer. Returns at once: a background thread connects to Redis as soon as there is something to
     * ship, or after 10 s for a sign of life, and Redis may be unavailable until then and later. If the setting
     * {@code enabled} is false, the instance does nothing, counts nothing and has no thread.
     *
     * @param config values of {@link Settings#ALL}
     * @param status the listener that is called when there is trouble
     * @throws ConfigException if settings contradict each other, or {@code spillDirectory} can't be used
     */
    public static Centralog open(CentralogConfig config, StatusListener status) {
        return start(config, null, status, "");
    }

    /**
     * Starts a producer for an adapter; see {@link #open(CentralogConfig, StatusListener)}.
     *
     * @param framework the logging framework and its version, e.g. {@code Logback 1.5.38}; operators see it
     * @throws ConfigException if settings contradict each other, or {@code spillDirectory} can't be used
     */
    public static Centralog open(CentralogConfig config, StatusListener status, String framework) {
        return start(config, null, status, framework);
    }

    /**
     * Starts a producer that connects through the application's own Redis client; see
     * {@link #open(CentralogConfig, StatusListener)}.
     *
     * @throws ConfigException if {@code access} is of an unknown kind, or {@code spillDirectory} can't be used
     */
    public static Centralog open(CentralogConfig config, RedisAccess access, StatusListener status) {
        return start(config, access, status, "");
    }

    private static Centralog start(
            CentralogConfig config, @Nullable RedisAccess access, StatusListener status, String framework) {
        if (access == null) {
            Settings.check(config);
        } else {
            KnownAccess.of(access); // fails here and not at the first shipment
        }
        if (!config.get(Settings.ENABLED)) {
            return new Centralog(null, config, null);
        }
        Clock clock = Clock.system();
        LazyBatchTransport store = new LazyBatchTransport(new StoreMaker(config, access, clock));
        Producer producer = new Producer(config, store, status, clock, framework);
        Centralog centralog = new Centralog(producer, config, access == null ? config.get(Settings.REDIS) : null);
        producer.start();
        centralog.addHook(producer);
        return centralog;
    }

    // Classes and not lambdas, since an application's start waits longer for lambdas.

    private static final class StoreMaker implements Supplier<BatchTransport> {
        private final CentralogConfig config;
        private final @Nullable RedisAccess access;
        private final Clock clock;
        private @Nullable ChosenPartition partition; // of all transports; made late, as its class is Redis's

        StoreMaker(CentralogConfig config, @Nullable RedisAccess access, Clock clock) {
            this.config = config;
            this.access = access;
            this.clock = clock;
        }

        @Override
        public BatchTransport get() {
            ChosenPartition chosen = partition == null ? new ChosenPartition(config) : partition;
            partition = chosen;
            return new RedisBatchTransport(config, access, clock, chosen);
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
     * Logs an event that was built by hand; {@code logEvent(evt)} of the published algorithm. Never throws. Returns
     * at once, unless the setting {@code awaitDurableTimeout} makes it wait.
     *
     * <p>Events of the same group and second are folded into one and counted.
     */
    public void log(LogEvent event) {
        if (producer != null) {
            producer.log(event);
        }
    }

    /** Returns the counter of users' actions, which shares this instance's connection, thread and buffer. */
    public ActionLog actions() {
        return actions;
    }

    /**
     * Logs an event of a logging framework; for adapters. Behaves like {@link #log}, with one exception: if the
     * thread's stack has not even room to count the event, this method throws the {@link StackOverflowError}, and the
     * event is not logged.
     *
     * @param view reads the events of that framework; the same object for all of them
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
        } catch (StackOverflowError ignored) { // nothing was counted yet, and this frame has more stack left
            producer.drop(DropReason.UNREADABLE);
        }
    }

    /** Counts an event as logged and as dropped by the adapter. Returns at once and never throws. */
    public void drop(DropReason reason) {
        if (producer != null) {
            producer.drop(reason);
        }
    }

    /**
     * Whether an event comes from Centralog itself, or from the Redis client that Centralog uses. Such an event must
     * not be logged through Centralog, since logging it would cause further such events without end.
     *
     * <p>The thread that logged the event decides: it is one of Centralog's threads, or it is a thread of a Redis
     * client that the application shares with Centralog and the logger is one of that client's libraries. Events that
     * the application itself causes in these libraries on its own threads are the application's.
     *
     * <p>For adapters, which drop such an event as {@link DropReason#OWN_LOGGER}. {@link #report} itself drops an
     * event that is reported on one of Centralog's threads.
     *
     * @param logger the event's logger
     * @param thread the name of the thread that logged the event
     */
    public static boolean isOwn(@Nullable String logger, @Nullable String thread) {
        return OwnThread.isName(thread) || SharedThreads.mayBeOurs(logger, thread);
    }

    /** Returns the counts of events so far; {@link #actions} has counts of its own. */
    public CentralogStats stats() {
        return producer == null ? CentralogStats.NONE : producer.stats();
    }

    /** Returns whether Redis is unavailable, since when, and why. */
    public RedisLinkStats linkStats() {
        return producer == null ? RedisLinkStats.FINE : producer.linkStats();
    }

    /**
     * Ships the buffered events and actions, waits for Redis to confirm them, and stops. With {@code spillDirectory},
     * what Redis can't take because it is unavailable goes to disk. Events logged from then on are dropped and
     * counted. May be called again.
     *
     * <p>Blocks for at most about {@code timeout}, and for that long also while Redis is unavailable;
     * {@link #close()} does not. It blocks much shorter if other instances in this process have waited in vain for
     * the same Redis within the last minute: closing then continues in the background.
     *
     * @return the number of events and actions left, which are neither confirmed by Redis nor on disk: 0 if all is
     *     well
     */
    public long close(Duration timeout) {
        return close(EndLimits.always(timeout));
    }

    /**
     * Closes like {@link #close(Duration)}, with the setting {@code shutdownTimeout}; and with
     * {@code shutdownTimeoutAway}, one second by default, once an attempt to reach Redis has failed.
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
