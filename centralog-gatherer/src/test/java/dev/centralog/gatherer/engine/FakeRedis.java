// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.CentralogException;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.DeliverySource;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.OpenSlice;
import dev.centralog.gather.ReadProgress;
import dev.centralog.gatherer.sink.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A source of windows in memory that records their fate. One thread claims and reads while another stores. */
final class FakeRedis implements DeliverySource<EventWindow> {
    final Deque<String> due = new ArrayDeque<>();
    final Set<String> leased = new HashSet<>();
    final List<String> acknowledged = new ArrayList<>();
    final List<String> released = new ArrayList<>();
    final Set<String> notDue = new HashSet<>();
    List<OpenSlice> open = List.of();
    int claimsUntilAllIsDue = Integer.MAX_VALUE;
    int failures;
    final Deque<CentralogException> readFailures = new ArrayDeque<>();
    boolean closed;

    /** The listener that is called with each window after all of it was read. */
    Consumer<String> onRead = window -> {};

    private synchronized void mayFail() {
        if (failures > 0) {
            failures--;
            throw new CentralogException("Redis is away");
        }
    }

    @Override
    public synchronized @Nullable EventWindow claim(Duration wait) {
        mayFail();
        if (--claimsUntilAllIsDue == 0) {
            due.addAll(notDue);
            notDue.clear();
            open = List.of();
        }
        String window = due.poll();
        if (window == null) {
            return null;
        }
        leased.add(window);
        return new FakeDelivery(window);
    }

    @Override
    public synchronized Backlog backlog() {
        mayFail();
        Set<String> notSealed = new HashSet<>(due);
        notSealed.addAll(notDue);
        return new Backlog(notSealed, Set.copyOf(leased));
    }

    @Override
    public List<ReadProgress> progress() {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized List<OpenSlice> openSlices() {
        mayFail();
        return open;
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class FakeDelivery implements EventWindow {
        private final String window;

        FakeDelivery(String window) {
            this.window = window;
        }

        @Override
        public Instant windowStart() {
            return Windows.SECOND;
        }

        @Override
        public String delivery() {
            return "fake:" + window;
        }

        @Override
        public int attempts() {
            return 1;
        }

        @Override
        public Content content() {
            CentralogException failure = readFailures.pollFirst();
            if (failure != null) {
                throw failure;
            }
            onRead.accept(window);
            GatheredEvent row = Windows.row(delivery(), 1, 3, Windows.event("a"));
            return new Content(List.of(row), List.of(), List.of());
        }

        @Override
        public boolean acknowledge() {
            synchronized (FakeRedis.this) {
                mayFail();
                leased.remove(window);
                acknowledged.add(window);
                return true;
            }
        }

        @Override
        public void release() {
            released.add(window);
        }
    }
}
