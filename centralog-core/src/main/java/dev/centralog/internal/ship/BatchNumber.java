// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * A batch's place in the chain of its producer id. The script applies a batch only behind the one that it names, so two
 * holders of one id, such as the clones of a virtual machine, never take each other's batches for their own.
 *
 * @param producer the id that the number counts for
 * @param sequence 1 for an id's first batch, then one more each
 * @param predecessor the token of the batch with the number before; 0 for number 1
 * @param token drawn at random when the batch is first numbered, never 0; it keeps that, whatever its id becomes
 */
public record BatchNumber(UUID producer, long sequence, long predecessor, long token) {
    private static final byte[] RENAMED = "centralog.2 renamed".getBytes(US_ASCII);

    /**
     * Returns the id that batches go under which an id has to leave. It is the same for all who leave that id from the same
     * batch on: the clones of a process, or one that does it again as its disk has not kept it.
     *
     * @param firstToken of the first batch that leaves
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
