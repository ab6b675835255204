// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.ship.Producers;
import dev.centralog.testkit.Faults;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of a group's entries, and of its removal from the table. */
class EventGroupTest {
    private static final int WRITERS = 3;
    private static final int ENTRIES_EACH = Faults.times(500, 3_000);

    private final EventGroupKey parts =
            EventGroupKey.of(TestEvent.of("one", DrainedFolder.secondsAgo(0)), TestEvent.VIEW, "one", null);
    private final EventGroup group = new EventGroup(parts, new byte[16], 0);

    private EventEntry entry(long window) {
        return new EventEntry(group, window, RenderedEvent.NONE, new EventEntry.Terms(0, 0));
    }

    private boolean increment(long window) {
        boolean isCounted = false;
        for (EventEntry each = group.head(); each != null && !isCounted; each = each.next()) {
            isCounted = each.window() == window && each.increment();
        }
        return isCounted;
    }

    private boolean push(@Nullable EventEntry onto, EventEntry entry) {
        entry.setNext(onto);
        return group.push(entry);
    }

    @Test
    void retired_takesNoEntryAndIsNoGroupOfItsParts() {
        assertThat(group.is(parts, parts.hash())).isTrue();
        assertThat(group.retire()).isTrue();

        assertThat(group.is(parts, parts.hash())).isFalse();
        assertThat(push(null, entry(1))).isFalse();
        assertThat(push(group.head(), entry(1))).isFalse();
        assertThat(group.incrementAny()).isFalse();
        assertThat(increment(Long.MIN_VALUE)).isFalse();
        assertThat(group.retire()).isFalse();
    }

    @Test
    void retire_withAnEntry_isRefused() {
        EventEntry entry = entry(1);
        assertThat(push(null, entry)).isTrue();
        assertThat(group.retire()).isFalse();
        assertThat(group.is(parts, parts.hash())).isTrue();

        group.unlink(entry);
        assertThat(group.retire()).isTrue();
    }

    @Test
    void push_afterTheHeadHasMoved_isRefused() {
        EventEntry first = entry(1);
        assertThat(push(null, first)).isTrue();

        assertThat(push(null, entry(2))).isFalse();
        assertThat(push(first, entry(2))).isTrue();
        assertThat(increment(1)).isTrue();
        assertThat(increment(2)).isTrue();
        assertThat(increment(3)).isFalse();
        assertThat(first.close().count()).isEqualTo(2);
    }

    /**
     * Makes each writer wait until its entry was removed, so that the shipper's entry is nearly always the head, or
     * next to it.
     */
    @Test
    @SuppressWarnings("ThreadPriorityCheck") // there are more threads than processors
    void entries_pushedWhileOthersAreTakenOut_allGo() throws InterruptedException {
        Queue<EventEntry> pushed = new ConcurrentLinkedQueue<>();
        ExecutorService writers = Producers.startOnThreads(WRITERS, writer -> {
            for (int i = 0; i < ENTRIES_EACH; i++) {
                EventEntry entry = entry(i);
                while (!push(group.head(), entry)) {
                    Thread.onSpinWait();
                }
                pushed.add(entry);
                while (!entry.isCountClosed()) {
                    Thread.yield();
                }
            }
        });
        long taken = 0;
        int lost = 0;
        while (taken < (long) WRITERS * ENTRIES_EACH && !writers.isTerminated()) {
            for (EventEntry each = pushed.poll(); each != null; each = pushed.poll()) {
                lost += isThere(each) ? 0 : 1;
                group.unlink(each);
                taken += each.close().count();
            }
        }
        assertThat(taken).isEqualTo((long) WRITERS * ENTRIES_EACH);
        assertThat(lost)
                .as("entries that were not there when they were taken out")
                .isZero();
        assertThat(group.head()).isNull();
    }

    private boolean isThere(EventEntry wanted) {
        EventEntry each = group.head();
        while (each != null && each != wanted) {
            each = each.next();
        }
        return each == wanted;
    }
}
