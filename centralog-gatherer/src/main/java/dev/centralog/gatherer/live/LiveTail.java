// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.live;

import dev.centralog.gatherer.engine.GatherThreads;
import dev.centralog.gatherer.live.RowFilter.Need;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.InsertionOrder;
import dev.centralog.gatherer.stored.SeenDeliveries;
import dev.centralog.gatherer.stored.StoredDeliveries;
import dev.centralog.gatherer.stored.StoredDeliveries.Delivery;
import dev.centralog.gatherer.stored.StoredEvent;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import dev.centralog.internal.time.Clock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The live tail: all rows in the order of storing, for many followers. One thread reads the database twice a second for all of them,
 * and not at all while there are none. One who is too slow for what is kept in memory is told how many rows he has missed.
 *
 * <p>Thread-safe; {@link #follow} does not block.
 */
public final class LiveTail implements AutoCloseable {
    private static final int DELIVERIES_AT_ONCE = 500;
    private static final int ROWS_AT_ONCE = 5_000;

    /** The number of polls for which ids that are missing are waited for: at two a second 15 minutes, far longer than storing takes. */
    private static final int ROUNDS_TO_KEEP_GAPS = 1_800;

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    private static final Duration STUCK = Duration.ofSeconds(30);

    private final Reading reading;
    private final RowLoader loader;
    private final Limits limits;
    private final Clock clock = Clock.system();
    private final InstantSource time = InstantSource.system();
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final List<Connected> followers = new ArrayList<>();
    private final Thread thread;
    private boolean isStarted;
    private boolean isClosed;
    private Ring ring;
    private @Nullable InsertionOrder order;
    private @Nullable String failure;
    private long pollAt;

    /** The reading of the database, which throws {@link SinkException} if it can't be read. */
    public interface Reading {
        /** Calls some work. Blocks. */
        void read(Consumer<StoredDeliveries> work);
    }

    /**
     * The limits of a tail.
     *
     * @param poll the time between two looks at the database
     * @param beat the time after which a follower who gets nothing gets a sign of life
     * @param rows the most rows that are kept for those who are slow
     * @param characters the most characters of these
     * @param behind the most deliveries that are read for one who comes back
     */
    public record Limits(Duration poll, Duration beat, long rows, long characters, int behind) {
        /** The limits outside tests. */
        public static final Limits USUAL =
                new Limits(Duration.ofMillis(500), Duration.ofSeconds(15), 20_000, 32L * 1024 * 1024, 2_000);
    }

    private static final class Connected {
        private final Follower follower;
        private final TailReceiver receiver;
        private boolean isSending;
        private boolean isGone;
        private long sentAt;

        Connected(Follower follower, TailReceiver receiver) {
            this.follower = follower;
            this.receiver = receiver;
        }
    }

    /**
     * Makes a tail that reads nothing yet.
     *
     * @param json the fields of a row, one JSON object in ASCII
     */
    public LiveTail(Reading reading, Function<StoredEvent, String> json, Limits limits) {
        this.reading = reading;
        this.limits = limits;
        loader = new RowLoader(json);
        ring = new Ring(limits.rows, limits.characters);
        thread = GatherThreads.named("centralog-tail", this::run);
    }

    /**
     * Lets someone follow, until he is gone or this is closed.
     *
     * @param query the filters; its range is not looked at
     * @param from the place that he comes back to; null if he is new
     */
    public void follow(EventQuery query, @Nullable TailCursor from, TailReceiver receiver) {
        synchronized (this) {
            if (isClosed) {
                receiver.end(Frames.end("stopping"));
                return;
            }
            if (!isStarted) {
                isStarted = true;
                thread.start();
            }
        }
        inbox.add(() -> {
            Connected connected = new Connected(new Follower(query, from), receiver);
            connected.sentAt = clock.nanos();
            followers.add(connected);
            pollAt = clock.nanos(); // his place is after all that is stored now
        });
    }

    private synchronized boolean isClosed() {
        return isClosed;
    }

    private void run() {
        try {
            boolean isMore = false;
            while (!isClosed()) {
                takeTasks(isMore ? 0 : followers.isEmpty() ? Long.MAX_VALUE : untilPoll());
                isMore = !isClosed() && work();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        followers.forEach(each -> each.receiver.end(Frames.end("stopping")));
    }

    private long untilPoll() {
        return Math.max(0, pollAt - clock.nanos());
    }

    private void takeTasks(long nanos) throws InterruptedException {
        Runnable task = inbox.poll(nanos, TimeUnit.NANOSECONDS);
        while (task != null) {
            task.run();
            task = inbox.poll();
        }
    }

    /** Does all that is due; returns whether there is more that does not wait. */
    private boolean work() {
        followers.removeIf(each -> each.isGone);
        if (followers.isEmpty()) {
            order = null;
            ring = new Ring(limits.rows, limits.characters);
            loader.forget();
            return false;
        }
        if (untilPoll() == 0) {
            poll();
        }
        boolean isMore = readOn();
        Map<Follower.Start, Follower.Step> steps = new HashMap<>();
        followers.forEach(each -> serve(each, steps));
        ring.removeBefore(
                followers.stream().mapToLong(each -> each.follower.next()).min().orElse(Long.MAX_VALUE));
        return isMore;
    }

    private void poll() {
        Set<Need> needs = EnumSet.noneOf(Need.class);
        followers.forEach(each -> needs.addAll(each.follower.filter().needs()));
        loader.need(needs);
        pollAt = clock.nanos() + limits.poll.toNanos();
        if (read(this::pollNow)) {
            failure = null;
        }
    }

    private boolean read(Consumer<StoredDeliveries> work) {
        try {
            reading.read(work);
            return true;
        } catch (SinkException e) {
            if (failure == null) {
                followers.forEach(each -> each.sentAt -= limits.beat.toNanos()); // so that all are told at once
            }
            failure = e.getMessage();
            pollAt = clock.nanos() + AFTER_FAILURE.toNanos();
            return false;
        }
    }

    private void pollNow(StoredDeliveries stored) {
        InsertionOrder known = order;
        if (known == null || isOther(stored, known)) {
            SeenDeliveries now = stored.seenNow();
            if (known != null) {
                startAnew(now);
            }
            known = new InsertionOrder(now, ROUNDS_TO_KEEP_GAPS);
            order = known;
        } else {
            readNews(stored, known);
        }
        SeenDeliveries seen = known.state();
        followers.stream()
                .filter(each -> !each.follower.isOpen())
                .forEach(each -> each.follower.open(stored, seen, ring.next(), limits.behind));
    }

    /** Returns whether the database has less than was seen, as another one has taken its name. */
    private static boolean isOther(StoredDeliveries stored, InsertionOrder known) {
        return stored.highest() < known.highest();
    }

    private void startAnew(SeenDeliveries seen) {
        loader.forget();
        followers.stream()
                .filter(each -> each.follower.isOpen())
                .forEach(each -> each.follower.startAnew(seen, ring.next()));
    }

    private void readNews(StoredDeliveries stored, InsertionOrder known) {
        SeenDeliveries seen = known.state();
        List<Long> ids = new ArrayList<>();
        List<Delivery> unseen = stored.unseen(seen, DELIVERIES_AT_ONCE);
        long rows = 0;
        for (Delivery each : unseen) {
            if (rows >= ROWS_AT_ONCE) {
                break;
            }
            List<LiveRow> some = loader.rows(stored, each);
            ids.add(each.id());
            seen = seen.and(each.id());
            rows += some.size();
            if (!some.isEmpty()) {
                ring.add(new Ring.Entry(each.id(), some, seen));
            }
        }
        known.seen(ids);
        while (ring.isFull()) {
            long first = ring.first();
            Ring.Entry entry = ring.removeFirst();
            followers.forEach(each -> each.follower.skip(first, entry));
        }
        if (ids.size() < unseen.size() || unseen.size() == DELIVERIES_AT_ONCE) {
            pollAt = clock.nanos() + limits.poll.toNanos() / 10;
        }
    }

    /** Reads for those who come back, until it is time to read for all; returns whether there is more to read. */
    private boolean readOn() {
        List<Connected> back = followers.stream()
                .filter(each -> each.follower.isComingBack() && !each.isSending && !each.isGone)
                .toList();
        for (Connected each : back) {
            if (failure != null || untilPoll() == 0) {
                return false;
            }
            ByteBuffer said = each.follower.said();
            if (said != null) {
                send(each, said);
                continue;
            }
            read(stored -> {
                ByteBuffer rows = each.follower.readOn(stored, loader);
                if (rows != null) {
                    send(each, rows);
                }
            });
        }
        return back.stream().anyMatch(each -> each.follower.isComingBack() && !each.isSending);
    }

    private void serve(Connected connected, Map<Follower.Start, Follower.Step> steps) {
        long now = clock.nanos();
        Follower follower = connected.follower;
        if (connected.isSending) {
            if (now - connected.sentAt > STUCK.toNanos()) {
                connected.isGone = true;
                connected.receiver.end(Frames.end("stuck"));
            }
            return;
        }
        if (follower.isOpen() && !follower.isComingBack()) {
            ByteBuffer frame = follower.said();
            if (frame == null) {
                frame = step(follower, steps);
            }
            if (frame != null) {
                send(connected, frame);
                return;
            }
        }
        if (now - connected.sentAt >= limits.beat.toNanos()) {
            JsonLine beat =
                    new JsonLine().put("now", Times.UTC.iso(time.instant())).add("error", failure);
            send(connected, Frames.of("beat", follower.isOpen() ? follower.cursor() : null, beat));
        }
    }

    private @Nullable ByteBuffer step(Follower follower, Map<Follower.Start, Follower.Step> steps) {
        InsertionOrder known = order;
        if (known == null) {
            return null;
        }
        SeenDeliveries seen = known.state();
        Follower.Start start = follower.start();
        Follower.Step step = start == null
                ? follower.step(ring, seen)
                : steps.computeIfAbsent(start, each -> follower.step(ring, seen));
        follower.take(step, seen);
        return step.frame();
    }

    private void send(Connected connected, ByteBuffer frame) {
        connected.isSending = true;
        connected.sentAt = clock.nanos();
        connected.receiver.send(
                frame,
                isSent -> inbox.add(() -> {
                    connected.isSending = false;
                    connected.isGone |= !isSent;
                }));
    }

    /** Ends all connections. Waits for a query that runs, for a second at most. */
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
        }
        inbox.add(() -> {});
        try {
            thread.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
