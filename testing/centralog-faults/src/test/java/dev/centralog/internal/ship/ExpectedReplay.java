// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * Predicts what a replay can send again of the confirmed batches: the last ones that fit into {@code replayBytes}, at
 * 80 bytes a line besides its payload, and none that was confirmed more than an hour ago. Reports the batches that no
 * longer belong to them.
 */
final class ExpectedReplay {
    private static final long LINE_BYTES = 80;
    private static final long MAX_AGE_NANOS = Duration.ofHours(1).toNanos();

    private final long maxBytes;
    private final Clock clock;
    private final BatchWatcher books;
    private final Deque<Kept> kept = new ArrayDeque<>();

    private record Kept(Batch batch, long nanos) {
        long bytes() {
            return batch.lines().stream()
                    .map(BatchLine::payload)
                    .mapToLong(payload -> LINE_BYTES + payload.length)
                    .sum();
        }
    }

    ExpectedReplay(long maxBytes, Clock clock, BatchWatcher books) {
        this.maxBytes = maxBytes;
        this.clock = clock;
        this.books = books;
    }

    /** Removes the batches that are too old by now. */
    void goOn() {
        while (!kept.isEmpty() && clock.nanos() - kept.element().nanos > MAX_AGE_NANOS) {
            books.evicted(kept.remove().batch);
        }
    }

    void confirmed(Batch batch) {
        goOn();
        kept.add(new Kept(batch, clock.nanos()));
        while (kept.stream().mapToLong(Kept::bytes).sum() > maxBytes) {
            books.evicted(kept.remove().batch);
        }
    }

    /** Returns whether the buffer keeps the predicted number of events, and is empty if it should be. */
    boolean isAll(ReplayBuffer buffer) {
        goOn();
        return buffer.isEmptyButForSigns() == kept.stream().allMatch(each -> each.batch.isOfSignsAlone())
                && buffer.repeats()
                        == kept.stream().mapToLong(each -> each.batch.repeats()).sum();
    }

    /** Removes the batches that are sent again. */
    void sentAgain(List<Batch> batches) {
        List<Long> tokens = batches.stream().map(each -> each.number().token()).toList();
        kept.removeIf(each -> tokens.contains(each.batch.number().token()));
    }

    /** Removes the batches of that id, which are not sent again. */
    void forgotten(UUID producer) {
        kept.removeIf(each -> each.batch.producer().equals(producer));
    }
}
