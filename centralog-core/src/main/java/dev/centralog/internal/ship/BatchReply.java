// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.List;

/**
 * What the script {@code apply-events} answers.
 *
 * @param outcome what became of the batch
 * @param redisSecond Redis's clock
 * @param last the last sequence number that Redis has applied; where the outcome has none, 0
 * @param missing the groups that have no payload in their window yet
 */
public record BatchReply(Outcome outcome, long redisSecond, long last, List<byte[]> missing) {
    /** What became of a batch. */
    public enum Outcome {
        APPLIED,
        APPLIED_BEFORE,
        /** Redis has not seen the batch before this one. */
        GAP,
        /** The window is too old or too far ahead; the number is not consumed. */
        OUT_OF_RANGE
    }

    public BatchReply {
        missing = List.copyOf(missing);
    }
}
