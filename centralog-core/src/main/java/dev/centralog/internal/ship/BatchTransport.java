// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * The transport of batches to Redis, and of questions about producer ids. Used by the shipper thread alone.
 *
 * <p>An exception, thrown by a method or in place of a reply, means "not confirmed", never "not applied".
 */
public interface BatchTransport extends AutoCloseable {
    /** The most producer ids that one call of {@link #ask} may ask about. */
    int MOST_ASKED = 100;

    /** Connects if it is not connected. Blocks, bounded by the connect timeout. */
    void connect();

    /** Returns warnings to operators about the server that it is connected to, which may lose what it has confirmed. */
    default List<String> warnings() {
        return List.of();
    }

    /** Returns how far Redis's clock is ahead of this host's, in milliseconds. Blocks, bounded by the command timeout. */
    long clockOffsetMillis();

    /** Sends a batch. Does not block; batches arrive in the order of the calls. */
    CompletionStage<BatchReply> send(Batch batch, Standing standing);

    /** Returns how often the connection was made anew, to the same server or to another. */
    int reconnects();

    /**
     * Asks Redis for its id, and for what it knows of producer ids, at most {@value #MOST_ASKED}. Blocks, bounded by the
     * command timeout.
     */
    ProducerStates ask(List<UUID> producers);

    /**
     * Retires a producer id: after the reply, no batch of it is applied any more, so the state in the reply is final. Blocks,
     * bounded by the command timeout.
     *
     * @param redisId the Redis that it belongs to; in another one, nothing is done
     */
    ProducerStates retire(UUID producer, String redisId);

    /** Closes a producer id that will not be used any more, as all of it is shipped. Otherwise the same as {@link #retire}. */
    ProducerStates end(UUID producer, String redisId);

    /** Disconnects. Blocks briefly. A later call may connect again, or fail. */
    @Override
    void close();
}
