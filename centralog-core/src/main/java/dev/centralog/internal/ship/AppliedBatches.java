// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of the batches here with those that Redis has, by the marker of their producer id. For a number whose token
 * the marker lists, the token decides; for an older number, the batches behind it do.
 *
 * <p>Thread-safety: the shipper thread alone.
 */
final class AppliedBatches {
    private final Outbox outbox;
    private final BiConsumer<String, String> told;

    AppliedBatches(Outbox outbox, BiConsumer<String, String> told) {
        this.outbox = outbox;
        this.told = told;
    }

    /** Whether a marker lists a batch that this process knows of a chain, confirmed or not. */
    boolean isOf(Chain chain, Marker marker) {
        List<Long> tokens = marker.tokens();
        return tokens.contains(chain.lastToken())
                || outbox.confirmed().of(chain.id()).stream()
                        .anyMatch(each -> tokens.contains(each.number().token()))
                || outbox.unconfirmed(chain).stream().anyMatch(each -> tokens.contains(each.token()));
    }

    /**
     * The last batch of a chain that is applied, as far as its batches are here.
     *
     * @param next the first batch that is not applied; null for none
     */
    record Passed(@Nullable PendingBatch next, long last, long token) {
        boolean isUpTo(Marker marker) {
            return marker.last() == last && marker.newest() == token;
        }
    }

    /** Marks the batches of a chain as applied that a marker has, and all others as not applied. */
    Passed pass(Chain chain, Marker marker) {
        List<PendingBatch> waiting = outbox.unconfirmed(chain);
        long last = chain.last();
        long token = chain.lastToken();
        PendingBatch next = null;
        for (PendingBatch each : waiting) {
            boolean isApplied = next == null && isApplied(each, chain, marker, waiting);
            each.setApplied(isApplied);
            if (isApplied) {
                last = each.sequence();
                token = each.token();
            } else if (next == null) {
                next = each;
            }
        }
        return new Passed(next, last, token);
    }

    /**
     * Whether a batch is applied. For a number that is older than the marker's tokens, a listed batch behind it decides, as a
     * chain has no gaps; without one, a batch of another process is taken for applied.
     */
    private boolean isApplied(PendingBatch batch, Chain chain, Marker marker, List<PendingBatch> waiting) {
        if (batch.sequence() > marker.last()) {
            return false;
        }
        if (isListed(batch.sequence(), marker)) {
            return marker.tokens().contains(batch.token());
        }
        if (waiting.stream()
                .anyMatch(each ->
                        isListed(each.sequence(), marker) && marker.tokens().contains(each.token()))) {
            return true;
        }
        if (chain.isAnothers()) {
            told.accept(
                    "takenForShipped",
                    "a batch of " + batch.counted()
                            + " events or actions on disk is treated as shipped: the process that wrote it has shipped"
                            + " later batches since");
        }
        return chain.isAnothers();
    }

    /**
     * Warns how much may be counted twice: what was under way and is sent again.
     *
     * @param last the last number of which Redis can't tell any more whether it is applied
     */
    void sayInDoubt(Chain chain, long last) {
        long inDoubt = outbox.unconfirmed(chain).stream()
                .filter(each -> each.sequence() <= last && !each.isApplied() && each.isInDoubt())
                .mapToLong(each -> each.counted() + each.lost())
                .sum();
        if (inDoubt > 0) {
            told.accept(
                    "countedTwice",
                    "at most " + inDoubt
                            + " events or actions may be counted twice: they were sent, Redis no longer knows whether it has"
                            + " applied them, and they are sent again");
        }
    }

    /** Returns the confirmed batches that are kept of a chain and are not applied, by that marker. */
    List<Batch> lost(Chain chain, Marker marker) {
        return outbox.confirmed().of(chain.id()).stream()
                .filter(each -> each.sequence() > marker.last()
                        || (isListed(each.sequence(), marker)
                                && !marker.tokens().contains(each.number().token())))
                .toList();
    }

    /** Whether a marker has the token of that number. */
    private static boolean isListed(long sequence, Marker marker) {
        return sequence <= marker.last()
                && sequence > marker.last() - marker.tokens().size();
    }
}
