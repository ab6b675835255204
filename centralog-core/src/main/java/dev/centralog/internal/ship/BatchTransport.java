// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.concurrent.CompletionStage;

/**
 * Where batches go. Used by the shipper thread alone.
 *
 * <p>Whatever a method throws, or an answer completes with, means "not confirmed", never "not applied".
 */
public interface BatchTransport extends AutoCloseable {
    /** Connects if it is not connected. Blocks, bounded by the connect timeout. */
    void connect();

    /** How far Redis's clock is ahead of this host's, in milliseconds. Blocks, bounded by the command timeout. */
    long clockOffsetMillis();

    /** Sends a batch. Does not block; batches arrive in the order of the calls. */
    CompletionStage<BatchReply> send(Batch batch);

    /** Whether the connection is another one since that was {@linkplain #reconnectedSeen seen}. */
    boolean hasReconnected();

    /** The connection as it was when {@link #position} was asked last was looked at. */
    void reconnectedSeen();

    /** How much of a producer's batches Redis has applied. Blocks, bounded by the command timeout. */
    ProducerPosition position(String producer);

    /**
     * Whether this is another Redis than at the last call, or if there was none, than it was connected to: it was emptied,
     * or an empty one took its place. Blocks, bounded by the command timeout.
     */
    boolean wasReplaced();

    /** Disconnects. Blocks briefly. */
    @Override
    void close();
}
