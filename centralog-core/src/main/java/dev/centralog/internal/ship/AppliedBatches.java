// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which of the batches that are here Redis has, by the marker of their producer id. A token that the marker lists tells
 * exactly; of older numbers it is told by what is behind them.
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

    /** Whether a marker is of what this process knows of a chain, in whatever state. */
    boolean isOf(Chain chain, Marker marker) {
        List<Long> tokens = marker.tokens();
        return tokens.contains(chain.lastToken())
                || outbox.confirmed().of(chain.id()).stream()
                        .anyMatch(each -> tokens.contains(each.number().token()))
                || outbox.unconfirmed(chain).stream().anyMatch(each -> tokens.contains(each.token()));
    }

    /**
     * How far a chain is applied, as far as it is here.
     *
     * @param next the first batch that is not; null for none
     */
    record Passed(@Nullable PendingBatch next, long last, long token) {
        boolean isUpTo(Marker marker) {
            return marker.last() == last && marker.newest() == token;
        }
    }

    /** Takes for applied what that marker has of a chain, and nothing else of it. */
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

    /** Older numbers than those of the tokens are told by what is behind them: a chain has no holes. */
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
                            + " events or actions on disk is taken for shipped by the process that"
                            + " wrote it, which has shipped more than that since");
        }
        return chain.isAnothers();
    }

    /**
     * Says how much may be counted twice, of what is sent again and was under way.
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
                            + " events or actions may be counted twice: they were under way, Redis can't tell any more"
                            + " whether it has them, and they are sent again");
        }
    }

    /** What is kept of a chain and is not applied, by that marker. */
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
