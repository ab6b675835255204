// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.CentralogException;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.OpenSlice;
import dev.centralog.gatherer.sink.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Windows in memory, and what became of them. */
final class FakeRedis implements Source<EventWindow> {
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

    private void mayFail() {
        if (failures > 0) {
            failures--;
            throw new CentralogException("Redis is away");
        }
    }

    @Override
    public @Nullable EventWindow claim(Duration wait) {
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
    public Backlog backlog() {
        mayFail();
        Set<String> notSealed = new HashSet<>(due);
        notSealed.addAll(notDue);
        return new Backlog(notSealed, leased);
    }

    @Override
    public List<OpenSlice> openSlices() {
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
            CentralogException failure = readFailures.poll();
            if (failure != null) {
                throw failure;
            }
            GatheredEvent row = Windows.row(delivery(), 1, 3, Windows.event("a"));
            return new Content(List.of(row), List.of(), List.of());
        }

        @Override
        public boolean acknowledge() {
            mayFail();
            leased.remove(window);
            acknowledged.add(window);
            return true;
        }

        @Override
        public void release() {
            released.add(window);
        }
    }
}
