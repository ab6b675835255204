// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the scripts {@code apply-events} and {@code apply-actions} answer.
 *
 * @param outcome what became of the batch
 * @param redisMillis Redis's clock, in milliseconds
 * @param seenMillis what the producer's marker says of that time, if the batch was applied; else 0
 * @param missing the groups that have no payload in their window yet
 * @param states what Redis knows of that producer id, if the batch is not the next one; else null
 */
public record BatchReply(
        Outcome outcome,
        long redisMillis,
        long seenMillis,
        List<byte[]> missing,
        @Nullable ProducerStates states) {
    /** What became of a batch. */
    public enum Outcome {
        APPLIED,
        /** It does not follow what Redis has: it may be applied already, or another is missing. */
        NOT_NEXT,
        /** The window is too old or too far ahead; the number is not consumed. */
        OUT_OF_RANGE
    }

    public BatchReply {
        missing = List.copyOf(missing);
    }

    /** Returns the answer to a batch that was applied. */
    public static BatchReply applied(long redisMillis, long seenMillis, List<byte[]> missing) {
        return new BatchReply(Outcome.APPLIED, redisMillis, seenMillis, missing, null);
    }

    /** Returns the answer to a batch whose window is out of reach. */
    public static BatchReply outOfRange(long redisMillis) {
        return new BatchReply(Outcome.OUT_OF_RANGE, redisMillis, 0, List.of(), null);
    }

    /** Returns the answer to a batch that is not the next one of its id. */
    public static BatchReply notNext(ProducerStates states) {
        return new BatchReply(Outcome.NOT_NEXT, states.redisMillis(), 0, List.of(), states);
    }
}
