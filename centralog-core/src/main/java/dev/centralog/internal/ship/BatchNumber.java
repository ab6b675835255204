// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * A batch's place in the chain of its producer id. The script applies a batch only if it follows the batch that it names. So
 * two processes with one id, such as the clones of a virtual machine, never take each other's batches for their own.
 *
 * @param producer the producer id that the number belongs to
 * @param sequence 1 for an id's first batch, then one more each
 * @param predecessor the token of the batch with the number before; 0 for number 1
 * @param token drawn at random when the batch is first numbered, never 0; the batch keeps it, also under another producer id
 */
public record BatchNumber(UUID producer, long sequence, long predecessor, long token) {
    private static final byte[] RENAMED = "centralog.2 renamed".getBytes(US_ASCII);

    /**
     * Returns the producer id to which batches move that can't stay under {@code producer}. All processes that move the same
     * batches, from the same one on, get the same id: the clones of a process, or a process that moves them again as its disk
     * has not kept the move.
     *
     * @param firstToken the token of the first batch that moves
     */
    static UUID renamed(UUID producer, long firstToken) {
        ByteBuffer digest = ByteBuffer.wrap(RandomNumbers.sha256(ByteBuffer.allocate(RENAMED.length + 3 * Long.BYTES)
                .put(RENAMED)
                .putLong(producer.getMostSignificantBits())
                .putLong(producer.getLeastSignificantBits())
                .putLong(firstToken)
                .array()));
        return new UUID(digest.getLong(), digest.getLong());
    }
}
