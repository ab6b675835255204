// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.live;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** The connection to a follower. Must not block. Thread-safety: one call after the other. */
public interface TailReceiver {
    /**
     * Sends some bytes.
     *
     * @param text the bytes; whoever sends them takes a duplicate of the buffer
     * @param done is told, once, by any thread, whether they were sent; if not, the follower is gone
     */
    void send(ByteBuffer text, Consumer<Boolean> done);

    /** Ends the connection: with these bytes as the last ones, if nothing is being sent. */
    void end(ByteBuffer text);
}
