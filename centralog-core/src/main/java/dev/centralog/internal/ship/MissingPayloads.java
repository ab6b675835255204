// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.fold.DrainSource;
import dev.centralog.internal.fold.DrainSource.DrainedCount;
import dev.centralog.internal.fold.EventEntry;
import dev.centralog.internal.wire.Window;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Payloads that Redis does not have, to be sent after their counts: one line without repeats for each.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class MissingPayloads {
    private final Deque<FollowUp> waiting = new ArrayDeque<>();

    private record FollowUp(Window window, DrainedCount count) {}

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Adds the payloads of these groups of a batch, of which Redis has the counts alone. */
    void add(PendingBatch confirmed, List<byte[]> missing) {
        for (byte[] group : missing) {
            for (DrainedCount count : confirmed.counts()) {
                if (count.entry() instanceof EventEntry entry
                        && Arrays.equals(count.line().group(), group)) {
                    byte[] payload = entry.payload();
                    if (payload != null) {
                        DrainedCount followUp = new DrainedCount(new BatchLine(group, 0, payload), entry, false);
                        waiting.add(new FollowUp(confirmed.batch().window(), followUp));
                        entry.lineSent();
                    }
                    break;
                }
            }
        }
    }

    /** Hands on the waiting payloads, window by window. */
    void drain(DrainSource.Sink sink) {
        Window window = null;
        while (!waiting.isEmpty() && sink.wantsMore()) {
            FollowUp next = waiting.element();
            if (window == null || next.window.compareTo(window) != 0) {
                sink.endOfWindow();
                window = next.window;
            }
            sink.line(next.window, next.count);
            waiting.remove(); // not before: a sink that throws has not taken it
        }
        sink.endOfWindow();
    }

    /** Gives up all payloads; {@code letGo} releases their entries. */
    void abandon(BiConsumer<Window, List<DrainedCount>> letGo) {
        waiting.forEach(each -> letGo.accept(each.window, List.of(each.count)));
        waiting.clear();
    }
}
