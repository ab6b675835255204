// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.CentralogException;
import dev.centralog.RedisRefusedException;
import dev.centralog.StatusListener;
import dev.centralog.gather.Delivery;
import dev.centralog.internal.claim.StreamClaimer.Client;
import dev.centralog.internal.claim.WindowClaimer.Rules;
import dev.centralog.internal.redis.StreamInfo;
import dev.centralog.internal.redis.read.PartitionTable;
import dev.centralog.internal.redis.read.RedisGatherStore;
import dev.centralog.internal.retry.ExponentialBackoff;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.Window.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The claimers of all partitions of a signal, one of each. A reader takes what is due in {@linkplain OwnPartitions its own
 * partitions} at once; in those of other readers only what they leave lying for two seconds. A partition that can't be read
 * holds up no other one.
 *
 * <p>Thread-safety: one thread at a time claims ({@code synchronized}); any thread may call the rest.
 */
final class PartitionClaimers<D extends Delivery> implements AutoCloseable {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final ExponentialBackoff RETRY =
            new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofSeconds(10));
    private static final long HELD_BACK_MILLIS = 2_000;

    private final Client client;
    private final Signal signal;
    private final Rules<D> rules;
    private final RenewalThreads renewals;
    private final Clock clock = Clock.system();
    private final RateLimitedStatus limited;
    private final List<Partition> partitions = new CopyOnWriteArrayList<>();
    private final PartitionTable table;
    private volatile long nextLookNanos;
    private long nextNoteNanos;
    private volatile boolean isClosed;
    private int turn;
    private int drawn = 1;

    private PartitionClaimers(Client client, Signal signal, Rules<D> rules, RenewalThreads renewals) {
        this.client = client;
        this.signal = signal;
        this.rules = rules;
        this.renewals = renewals;
        limited = new RateLimitedStatus(client.status(), clock);
        Partition first = new Partition(0);
        partitions.add(first);
        table = openTable(first);
        nextLookNanos = clock.nanos();
        nextNoteNanos = nextLookNanos;
    }

    /**
     * Connects to Redis and returns the claimers.
     *
     * @throws CentralogException if Redis can't be used; of a cluster, if it is not known how many partitions there are
     */
    static <D extends Delivery> PartitionClaimers<D> open(
            Client client, Signal signal, Rules<D> rules, RenewalThreads renewals) {
        PartitionClaimers<D> made = new PartitionClaimers<>(client, signal, rules, renewals);
        try {
            made.look();
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
        return made;
    }

    /** Returns the table of partitions: over the connection of the first one, where all keys are on one server. */
    private PartitionTable openTable(Partition first) {
        try {
            PartitionTable shared = PartitionTable.over(first.open().store());
            if (shared != null) {
                return shared;
            }
        } catch (CentralogException e) {
            if (e instanceof RedisRefusedException || !first.isOfCluster()) {
                throw e;
            } // of a cluster, the node of this partition may be the only one that is unavailable
        }
        return PartitionTable.of(client.config(), client.access(), signal);
    }

    private void requireNotClosed() {
        if (isClosed) {
            throw new CentralogException("this source is closed");
        }
    }

    /** One partition. Its claimer is opened when it is needed, as its node may be unavailable. */
    private final class Partition {
        private final int number;
        private @Nullable WindowClaimer<D> claimer;
        private boolean isOwn = true;
        private @Nullable CentralogException failure;
        private int failures;
        private long retryNanos;
        private @Nullable RedisGatherStore opened;

        Partition(int number) {
            this.number = number;
        }

        synchronized WindowClaimer<D> open() {
            requireNotClosed();
            WindowClaimer<D> there = claimer;
            if (there == null) {
                RedisGatherStore store = new RedisGatherStore(client.config(), client.access(), signal, number);
                opened = store;
                there = WindowClaimer.open(store, rules, client, renewals);
                claimer = there;
                setOwn(isOwn);
            }
            return there;
        }

        /** Returns whether the last attempt to open it has shown that it is of a cluster. */
        synchronized boolean isOfCluster() {
            return opened != null && opened.isOfCluster();
        }

        synchronized void setOwn(boolean isOwn) {
            this.isOwn = isOwn;
            if (claimer != null) {
                claimer.holdBack(isOwn ? 0 : HELD_BACK_MILLIS);
            }
        }

        synchronized long inNanos() {
            if (failure != null) {
                return Math.max(0, retryNanos - clock.nanos());
            }
            return claimer == null ? 0 : claimer.inNanos();
        }

        @Nullable
        D claim() throws InterruptedException {
            try {
                D claimed = open().claim(Duration.ZERO);
                worked();
                return claimed;
            } catch (CentralogException e) {
                failed(e);
                return null;
            }
        }

        private synchronized void worked() {
            if (failure != null && partitions.size() > 1) {
                client.status().say(StatusListener.Severity.INFO, "partition " + number + " can be read again", null);
            }
            failure = null;
            failures = 0;
        }

        private synchronized void failed(CentralogException e) {
            failure = e;
            retryNanos = clock.nanos() + RETRY.pauseNanos(++failures);
        }

        synchronized @Nullable CentralogException failure() {
            return failure;
        }

        synchronized void close() {
            if (claimer != null) {
                claimer.close();
                claimer = null;
            }
        }
    }

    /** Returns whether version 1 of the protocol has left something, which had one partition. */
    boolean hasVersion1() {
        return partitions.get(0).open().store().hasVersion1();
    }

    /**
     * Claims a delivery, as {@link dev.centralog.gather.EventSource#claim} says.
     *
     * @throws CentralogException if no partition can be read
     */
    synchronized @Nullable D claim(Duration wait) throws InterruptedException {
        long start = clock.nanos();
        long limit = Clock.nanosOf(wait);
        while (true) {
            lookIfDue();
            shareIfDue();
            D claimed = claimFirst(limit == 0);
            if (claimed != null) {
                return claimed;
            }
            long left = limit - (clock.nanos() - start);
            if (left <= 0) {
                return null;
            }
            long next = Math.max(0, nextLookNanos - clock.nanos());
            for (Partition each : partitions) {
                next = Math.min(next, each.inNanos());
            }
            // Rounded up: a thread that wakes a moment too early has to sleep again.
            TimeUnit.MILLISECONDS.sleep(TimeUnit.NANOSECONDS.toMillis(Math.min(left, next)) + 1);
        }
    }

    /** Claims from the first partition that has something; they take turns, so that none with a long backlog holds up others. */
    private @Nullable D claimFirst(boolean all) throws InterruptedException {
        int count = partitions.size();
        int failures = 0;
        CentralogException failure = null;
        for (int i = 0; i < count; i++) {
            Partition each = partitions.get((turn + i) % count);
            // One that has failed waits for its turn, as each attempt may take as long as a time-out; but not a single
            // one.
            boolean hasFailed = each.failure() != null;
            if ((hasFailed ? count == 1 : all) || each.inNanos() == 0) {
                D claimed = each.claim();
                if (claimed != null) {
                    turn = (each.number + 1) % count;
                    return claimed;
                }
            }
            CentralogException failed = each.failure();
            if (failed != null) {
                // A refusal ends a gatherer, so it is thrown only if all partitions refuse.
                failure = failure == null || failure instanceof RedisRefusedException ? failed : failure;
                failures++;
            }
        }
        if (failure != null) {
            if (failures == count) {
                throw failure;
            }
            limited.warn(
                    "partition",
                    failures + " of " + count + " partitions can't be read, the others are gathered; tried again",
                    failure);
        }
        return null;
    }

    private void lookIfDue() {
        synchronized (table) { // not the lock of claiming, which is held while it waits
            requireNotClosed();
            if (clock.nanos() - nextLookNanos < 0) {
                return;
            }
            try {
                look();
            } catch (CentralogException e) {
                nextLookNanos = clock.nanos() + LOOK_NANOS;
                if (partitions.size() > 1 || e instanceof RedisRefusedException) { // else claiming says the same
                    limited.warn("partitions", "can't read from Redis how many partitions there are, tried again", e);
                }
            }
        }
    }

    /** Looks how many partitions there are. */
    private void look() {
        StreamInfo found = table.look();
        if (found.read() < partitions.size()) { // Redis was emptied, and producers stay where they are
            found = new StreamInfo(Math.max(found.drawn(), drawn), partitions.size());
            table.write(found);
        }
        drawn = found.drawn();
        while (partitions.size() < found.read()) {
            partitions.add(new Partition(partitions.size()));
        }
        nextLookNanos = clock.nanos() + LOOK_NANOS;
    }

    /** Notes that this reader claims, and looks which partitions are its own. */
    private void shareIfDue() {
        synchronized (table) {
            if (partitions.size() == 1 || clock.nanos() - nextNoteNanos < 0) {
                return;
            }
            nextNoteNanos = clock.nanos() + LOOK_NANOS;
            try {
                List<String> readers = table.readers();
                partitions.forEach(each -> each.setOwn(OwnPartitions.isOwn(table.self(), each.number, readers)));
            } catch (CentralogException e) {
                limited.warn("readers", "can't read from Redis which gatherers share the partitions, tried again", e);
            }
        }
    }

    /** Returns what a function returns of each partition. */
    <T> List<T> each(Function<WindowClaimer<D>, T> function) {
        lookIfDue();
        List<T> all = new ArrayList<>();
        partitions.forEach(each -> all.add(function.apply(each.open())));
        return all;
    }

    @Override
    public void close() {
        isClosed = true;
        synchronized (table) {
            table.close();
        }
        partitions.forEach(Partition::close);
    }
}
