// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reply of the scripts {@code apply-events} and {@code apply-actions}.
 *
 * @param outcome the outcome of the batch
 * @param redisMillis the time by Redis's clock, in milliseconds
 * @param seenMillis the time that the producer id's marker has now, if the batch was applied; else 0
 * @param missing the groups that have no payload in their window yet
 * @param states the state of that producer id, if the batch is not the next one; else null
 */
public record BatchReply(
        Outcome outcome,
        long redisMillis,
        long seenMillis,
        List<byte[]> missing,
        @Nullable ProducerStates states) {
    /** The outcome of a batch. */
    public enum Outcome {
        APPLIED,
        /** A batch that does not follow what Redis has: it may be applied already, or another is missing. */
        NOT_NEXT,
        /** A batch whose window is too old or too far ahead; its number is not consumed. */
        OUT_OF_RANGE
    }

    public BatchReply {
        missing = List.copyOf(missing);
    }

    /** Returns the reply to a batch that was applied. */
    public static BatchReply applied(long redisMillis, long seenMillis, List<byte[]> missing) {
        return new BatchReply(Outcome.APPLIED, redisMillis, seenMillis, missing, null);
    }

    /** Returns the reply to a batch whose window is out of range. */
    public static BatchReply outOfRange(long redisMillis) {
        return new BatchReply(Outcome.OUT_OF_RANGE, redisMillis, 0, List.of(), null);
    }

    /** Returns the reply to a batch that is not the next one of its chain. */
    public static BatchReply notNext(ProducerStates states) {
        return new BatchReply(Outcome.NOT_NEXT, states.redisMillis(), 0, List.of(), states);
    }
}
