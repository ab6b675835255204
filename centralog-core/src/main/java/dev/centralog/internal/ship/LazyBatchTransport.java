// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A transport that is created when it is first used, so that opening a producer loads nothing of the Redis client. It is
 * created anew if it is used after it was closed.
 *
 * <p>It forwards every call because the class of the real transport, which refers to the client's types, must not be loaded
 * before that. The class of a transport that only connects late would be loaded earlier.
 *
 * <p>Thread-safety: none; the shipper's thread alone.
 */
public final class LazyBatchTransport implements BatchTransport {
    private final Supplier<BatchTransport> maker;
    private @Nullable BatchTransport made;
    private int reconnectsBefore;
    private boolean wasClosed;

    public LazyBatchTransport(Supplier<BatchTransport> maker) {
        this.maker = maker;
    }

    private BatchTransport transport() {
        BatchTransport there = made;
        if (there == null) {
            there = maker.get();
            made = there;
            reconnectsBefore += wasClosed ? 1 : 0; // this connection is another one
            wasClosed = false;
        }
        return there;
    }

    @Override
    public void connect() {
        transport().connect();
    }

    @Override
    public List<String> warnings() {
        return transport().warnings();
    }

    @Override
    public long clockOffsetMillis() {
        return transport().clockOffsetMillis();
    }

    @Override
    public CompletionStage<BatchReply> send(Batch batch, Standing standing) {
        return transport().send(batch, standing);
    }

    @Override
    public int reconnects() {
        return reconnectsBefore + (made == null ? 0 : made.reconnects());
    }

    @Override
    public ProducerStates ask(List<UUID> producers) {
        return transport().ask(producers);
    }

    @Override
    public ProducerStates retire(UUID producer, String redisId) {
        return transport().retire(producer, redisId);
    }

    @Override
    public ProducerStates end(UUID producer, String redisId) {
        return transport().end(producer, redisId);
    }

    @Override
    public void close() {
        BatchTransport open = made;
        if (open != null) {
            reconnectsBefore += open.reconnects();
            wasClosed = true;
            made = null;
            open.close();
        }
    }
}
