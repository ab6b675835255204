// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Where batches go. Used by the shipper thread alone.
 *
 * <p>Whatever a method throws, or an answer completes with, means "not confirmed", never "not applied".
 */
public interface BatchTransport extends AutoCloseable {
    /** The most producer ids that may be asked about at once. */
    int MOST_ASKED = 100;

    /** Connects if it is not connected. Blocks, bounded by the connect timeout. */
    void connect();

    /** What operators are to know of the server that it is connected to: what it may do to what it has confirmed. */
    default List<String> warnings() {
        return List.of();
    }

    /** How far Redis's clock is ahead of this host's, in milliseconds. Blocks, bounded by the command timeout. */
    long clockOffsetMillis();

    /** Sends a batch. Does not block; batches arrive in the order of the calls. */
    CompletionStage<BatchReply> send(Batch batch, Standing standing);

    /** How often the connection was made anew, be it to the same server or not. */
    int reconnects();

    /** Asks what Redis knows of producer ids, at most {@value #MOST_ASKED}, and who it is. Blocks, bounded by the command timeout. */
    ProducerStates ask(List<UUID> producers);

    /**
     * Retires a producer id: from the answer on, no batch of it is applied any more, so what the answer says of it is final.
     * Blocks, bounded by the command timeout.
     *
     * @param redisId where it lives: in another Redis, nothing is done
     */
    ProducerStates retire(UUID producer, String redisId);

    /** Notes that a producer id will not be used any more, as all of it is shipped. Otherwise as {@link #retire}. */
    ProducerStates end(UUID producer, String redisId);

    /** Disconnects. Blocks briefly. What is called after that may connect again, or fail. */
    @Override
    void close();
}
