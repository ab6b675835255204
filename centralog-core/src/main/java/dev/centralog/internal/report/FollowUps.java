// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.internal.report.Lane.Cut;
import dev.centralog.internal.wire.Window;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Payloads that Redis misses, to go after their counts: a line without repeats each.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class FollowUps {
    private final Deque<FollowUp> waiting = new ArrayDeque<>();

    private record FollowUp(Window window, Cut cut) {}

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Redis has the counts of a batch, and misses the payloads of these groups. */
    void add(Numbered confirmed, List<byte[]> missing) {
        for (byte[] group : missing) {
            for (Cut cut : confirmed.cuts()) {
                if (cut.entry() instanceof Entry entry
                        && Arrays.equals(cut.line().group(), group)) {
                    byte[] payload = entry.payload();
                    if (payload != null) {
                        Cut followUp = new Cut(new Batch.Line(group, 0, payload), entry, false);
                        waiting.add(new FollowUp(confirmed.batch().window(), followUp));
                        entry.lineSent();
                    }
                    break;
                }
            }
        }
    }

    /** Hands on what waits, window by window. */
    void cut(Lane.Sink sink) {
        Window window = null;
        while (!waiting.isEmpty() && sink.wantsMore()) {
            FollowUp next = waiting.element();
            if (window == null || next.window.compareTo(window) != 0) {
                sink.endOfWindow();
                window = next.window;
            }
            sink.line(next.window, next.cut);
            waiting.remove(); // not before: a sink that throws has not taken it
        }
        sink.endOfWindow();
    }

    /** Gives all up. */
    void abandon(BiConsumer<Window, List<Cut>> letGo) {
        waiting.forEach(each -> letGo.accept(each.window, List.of(each.cut)));
        waiting.clear();
    }
}
