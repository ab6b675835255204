// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The batches that Redis confirmed last, as many as fit. A Redis that is back at an older state, such as a replica that
 * lagged, is sent again what it has lost. Only the batches' lines are kept; the entries that they were drained from are
 * released.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class ReplayBuffer {
    /** The memory that a line takes besides its payload: the objects, a hash, and a number. */
    private static final int LINE_BYTES = 80;

    /** The age after which a batch is not sent again: what it counts has long been in the database. */
    private static final long MAX_AGE_NANOS = Duration.ofHours(1).toNanos();

    private final long maxBytes;
    private final Clock clock;
    private final Deque<Kept> kept = new ArrayDeque<>();

    /**
     * Producer ids of batches for which there was no room, with the time when these were confirmed: if Redis loses them, that
     * is to be reported.
     */
    private final Map<UUID, Long> crowdedOut = new LinkedHashMap<>();

    private long bytes;

    /**
     * Creates an empty buffer.
     *
     * @param maxBytes the memory for it; 0 to keep nothing
     */
    ReplayBuffer(long maxBytes, Clock clock) {
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    private record Kept(Batch batch, long nanos) {
        UUID producer() {
            return batch.producer();
        }
    }

    /** Keeps a batch that was confirmed now; removes the oldest ones as far as there is no room for all. */
    void keep(Batch batch) {
        kept.add(new Kept(batch, clock.nanos()));
        bytes += bytesOf(batch);
        while (bytes > maxBytes) {
            Kept oldest = kept.remove();
            bytes -= bytesOf(oldest.batch);
            crowdedOut.put(oldest.producer(), oldest.nanos);
        }
    }

    /**
     * Whether nothing is kept that has to be verified. Signs of life are not worth it: each ten minutes one comes, and Redis
     * would be asked for ever.
     */
    boolean isEmptyButForSigns() {
        forgetOld();
        for (Kept each : kept) {
            if (!each.batch.isOfSignsAlone()) {
                return false;
            }
        }
        return true;
    }

    private void forgetOld() {
        while (!kept.isEmpty() && isOld(kept.element().nanos)) {
            bytes -= bytesOf(kept.remove().batch);
        }
        crowdedOut.values().removeIf(this::isOld);
    }

    private boolean isOld(long nanos) {
        return clock.nanos() - nanos > MAX_AGE_NANOS;
    }

    /** Returns the producer ids of the batches that were confirmed lately, kept or not. */
    Set<UUID> producers() {
        forgetOld();
        Set<UUID> ids = new LinkedHashSet<>(crowdedOut.keySet());
        kept.forEach(each -> ids.add(each.producer()));
        return ids;
    }

    /** Returns the batches that are kept of a producer id, in the order of their numbers. */
    List<Batch> of(UUID producer) {
        forgetOld();
        return kept.stream()
                .map(Kept::batch)
                .filter(batch -> batch.producer().equals(producer))
                .toList();
    }

    /** Returns the number of events and actions in the batches that are kept. */
    long repeats() {
        forgetOld();
        return kept.stream().mapToLong(each -> each.batch.repeats()).sum();
    }

    /** Removes all batches of a producer id. */
    void forget(UUID producer) {
        takeOut(batch -> batch.producer().equals(producer));
        crowdedOut.remove(producer);
    }

    /** Removes these batches. */
    void forget(List<Batch> batches) {
        Set<Long> tokens = new HashSet<>();
        batches.forEach(each -> tokens.add(each.number().token()));
        takeOut(batch -> tokens.contains(batch.number().token()));
    }

    /** Removes and returns the batches of other producer ids that have one of these tokens. */
    List<Batch> takeOthers(UUID producer, Collection<Long> tokens) {
        return takeOut(batch -> !batch.producer().equals(producer)
                && tokens.contains(batch.number().token()));
    }

    private List<Batch> takeOut(Predicate<Batch> which) {
        List<Batch> taken = new ArrayList<>();
        kept.removeIf(each -> {
            boolean isTaken = which.test(each.batch);
            if (isTaken) {
                taken.add(each.batch);
                bytes -= bytesOf(each.batch);
            }
            return isTaken;
        });
        return taken;
    }

    private static long bytesOf(Batch batch) {
        long sum = 0;
        for (BatchLine line : batch.lines()) {
            sum += LINE_BYTES + line.contentBytes();
        }
        return sum;
    }
}
