// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.BatchLine;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * What a replay has to bring, from what was confirmed: the last batches that fit into {@code replayBytes}, at 80 bytes a line
 * beside its payload, and none that was confirmed more than an hour before.
 */
final class ExpectedReplay {
    private static final long LINE_BYTES = 80;
    private static final long MAX_AGE_SECONDS = 3600;

    private final long maxBytes;
    private final Deque<Kept> kept = new ArrayDeque<>();
    private final Map<String, Long> lastConfirmed = new HashMap<>();

    private record Kept(Batch batch, long redisSecond) {
        long bytes() {
            return batch.lines().stream()
                    .map(BatchLine::payload)
                    .mapToLong(payload -> LINE_BYTES + payload.length)
                    .sum();
        }
    }

    ExpectedReplay(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void confirmed(Batch batch, long redisSecond) {
        lastConfirmed.put(batch.producer(), batch.sequence());
        kept.add(new Kept(batch, redisSecond));
        while (kept.stream().mapToLong(Kept::bytes).sum() > maxBytes) {
            kept.remove();
        }
    }

    /** Returns the number of the last batch of a producer that was confirmed and is not sent again; 0 for none. */
    long lastConfirmed(String producer) {
        return lastConfirmed.getOrDefault(producer, 0L);
    }

    /** Returns how many of that producer's batches behind a position are sent again. */
    long again(String producer, ProducerPosition known) {
        long again = 0;
        while (!kept.isEmpty() && isToSend(kept.getLast(), producer, known)) {
            lastConfirmed.put(producer, kept.removeLast().batch.sequence() - 1);
            again++;
        }
        return again;
    }

    private static boolean isToSend(Kept last, String producer, ProducerPosition known) {
        return last.batch.producer().equals(producer)
                && last.batch.sequence() > known.last()
                && known.redisSecond() - last.redisSecond <= MAX_AGE_SECONDS;
    }

    /** That producer has another name from now on. */
    void renumbered(String producer) {
        kept.clear();
        lastConfirmed.remove(producer);
    }
}
