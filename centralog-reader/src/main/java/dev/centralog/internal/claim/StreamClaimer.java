// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.CentralogConfig;
import dev.centralog.RedisAccess;
import dev.centralog.StatusListener;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.Delivery;
import dev.centralog.gather.ReadProgress;
import dev.centralog.internal.claim.WindowClaimer.Due;
import dev.centralog.internal.claim.WindowClaimer.Rules;
import dev.centralog.internal.redis.read.RedisGatherStore.GroupCount;
import dev.centralog.internal.redis.read.Version1GatherStore;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A claimer of the windows of a signal, of all partitions; those that {@linkplain LeftByVersion1 version 1} has left come
 * first.
 *
 * <p>Thread-safety: one thread at a time claims ({@code synchronized}); any thread may call the rest.
 *
 * @param <D> the type of the deliveries
 */
public final class StreamClaimer<D extends Delivery> implements AutoCloseable {
    private final PartitionClaimers<D> partitions;
    private final LeftByVersion1<D> left;
    private final RenewalThreads renewals;
    private final Clock clock = Clock.system();

    private StreamClaimer(PartitionClaimers<D> partitions, LeftByVersion1<D> left, RenewalThreads renewals) {
        this.partitions = partitions;
        this.left = left;
        this.renewals = renewals;
    }

    /** The settings, the application's own Redis client if there is one, and the receiver of warnings. */
    public record Client(CentralogConfig config, @Nullable RedisAccess access, StatusListener status) {}

    /** Connects to Redis and returns a claimer. */
    public static <D extends Delivery> StreamClaimer<D> open(Client client, Window.Signal signal, Rules<D> rules) {
        RenewalThreads renewals = new RenewalThreads();
        try {
            PartitionClaimers<D> partitions = PartitionClaimers.open(client, signal, rules, renewals);
            LeftByVersion1.Ways<D> ways = new LeftByVersion1.Ways<>(
                    () -> new Version1GatherStore(client.config, client.access, signal),
                    before -> WindowClaimer.open(before, rules, client, renewals));
            LeftByVersion1<D> left = new LeftByVersion1<>(partitions::hasVersion1, ways, Clock.system(), client.status);
            return new StreamClaimer<>(partitions, left, renewals);
        } catch (RuntimeException e) {
            renewals.close();
            throw e;
        }
    }

    /** Claims a delivery, as {@link dev.centralog.gather.EventSource#claim} says. */
    public synchronized @Nullable D claim(Duration wait) throws InterruptedException {
        long start = clock.nanos();
        long limit = Clock.nanosOf(wait);
        while (true) {
            D before = left.claim();
            if (before != null) {
                return before;
            }
            long remaining = Math.max(0, limit - (clock.nanos() - start));
            D claimed = partitions.claim(Duration.ofNanos(Math.min(remaining, left.inNanos())));
            if (claimed != null || clock.nanos() - start >= limit) {
                return claimed;
            }
        }
    }

    /** Returns the backlog, as {@link dev.centralog.gather.EventSource#backlog} says. */
    public Backlog backlog() {
        Backlog all = left.backlog();
        for (Backlog each : partitions.each(WindowClaimer::backlog)) {
            all = new Backlog(both(all.open(), each.open()), both(all.leased(), each.leased()));
        }
        return all;
    }

    private static Set<String> both(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    /** Returns what is pending in each partition, as {@link dev.centralog.gather.DeliverySource#progress} says. */
    public List<ReadProgress> progress() {
        List<ReadProgress> all = new ArrayList<>(partitions.each(WindowClaimer::progress));
        ReadProgress first = all.get(0);
        List<ReadProgress.Pending> pending = new ArrayList<>(first.pending());
        pending.addAll(left.pending());
        all.set(0, new ReadProgress(first.redisId(), first.redisTime(), first.overUpTo(), pending));
        return all;
    }

    /** Returns the windows that are not sealed in any partition, each once, in the order of time. */
    public List<Due> openWindows() {
        Map<Window, Due> all = new TreeMap<>();
        for (List<Due> each : partitions.each(WindowClaimer::openWindows)) {
            each.forEach(due ->
                    all.merge(due.window(), due, (one, other) -> one.inMillis() < other.inMillis() ? other : one));
        }
        return List.copyOf(all.values());
    }

    /** Returns what an open window holds now in each partition; blocks, and may return a group more than once. */
    public List<Iterator<GroupCount>> scan(Window window) {
        return partitions.each(each -> each.scan(window));
    }

    @Override
    public void close() {
        left.close();
        partitions.close();
        renewals.close();
    }
}
