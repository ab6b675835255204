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
import dev.centralog.internal.redis.read.RedisGatherStore;
import dev.centralog.internal.redis.read.RedisGatherStore.GroupCount;
import dev.centralog.internal.redis.read.Version1GatherStore;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A claimer of the windows of a signal; those that {@linkplain LeftByVersion1 version 1} has left come first.
 *
 * <p>Thread-safety: one thread at a time claims ({@code synchronized}); any thread may call the rest.
 *
 * @param <D> the type of the deliveries
 */
public final class StreamClaimer<D extends Delivery> implements AutoCloseable {
    private final WindowClaimer<D> claimer;
    private final LeftByVersion1<D> left;
    private final Clock clock = Clock.system();

    private StreamClaimer(WindowClaimer<D> claimer, LeftByVersion1<D> left) {
        this.claimer = claimer;
        this.left = left;
    }

    /** The settings, the application's own Redis client if there is one, and the receiver of warnings. */
    public record Client(CentralogConfig config, @Nullable RedisAccess access, StatusListener status) {}

    /** Connects to Redis and returns a claimer. */
    public static <D extends Delivery> StreamClaimer<D> open(Client client, Window.Signal signal, Rules<D> rules) {
        CentralogConfig config = client.config;
        RedisGatherStore store = new RedisGatherStore(config, client.access, signal);
        WindowClaimer<D> claimer = WindowClaimer.open(store, rules, config, client.status);
        LeftByVersion1.Ways<D> ways = new LeftByVersion1.Ways<>(
                () -> new Version1GatherStore(config, client.access, signal),
                before -> WindowClaimer.open(before, rules, config, client.status));
        return new StreamClaimer<>(claimer, new LeftByVersion1<>(store, ways, Clock.system(), client.status));
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
            D claimed = claimer.claim(Duration.ofNanos(Math.min(remaining, left.inNanos())));
            if (claimed != null || clock.nanos() - start >= limit) {
                return claimed;
            }
        }
    }

    /** Returns the backlog, as {@link dev.centralog.gather.EventSource#backlog} says. */
    public Backlog backlog() {
        Backlog now = claimer.backlog();
        Backlog before = left.backlog();
        return new Backlog(both(now.open(), before.open()), both(now.leased(), before.leased()));
    }

    private static Set<String> both(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    /** Returns what is pending, as {@link dev.centralog.gather.DeliverySource#progress} says. */
    public ReadProgress progress() {
        ReadProgress now = claimer.progress();
        List<ReadProgress.Pending> all = new ArrayList<>(now.pending());
        all.addAll(left.pending());
        return new ReadProgress(now.redisId(), now.redisTime(), now.overUpTo(), all);
    }

    /** Returns the windows that are not sealed, in the order of time. */
    public List<Due> openWindows() {
        return claimer.openWindows();
    }

    /** Returns what an open window holds now; blocks, and may return a group more than once. */
    public Iterator<GroupCount> scan(Window window) {
        return claimer.scan(window);
    }

    @Override
    public void close() {
        left.close();
        claimer.close();
    }
}
