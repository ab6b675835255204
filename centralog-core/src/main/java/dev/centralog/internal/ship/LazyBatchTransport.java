// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A transport that is made when it is to connect, so that opening a producer loads nothing of the Redis client.
 *
 * <p>It forwards every call because the class of the real transport, which knows the client's types, must not be loaded
 * before that: a transport that only connects late would be.
 *
 * <p>Thread-safety: none; the shipper's thread alone.
 */
public final class LazyBatchTransport implements BatchTransport {
    private final Supplier<BatchTransport> maker;
    private @Nullable BatchTransport made;

    public LazyBatchTransport(Supplier<BatchTransport> maker) {
        this.maker = maker;
    }

    private BatchTransport transport() {
        BatchTransport there = made;
        if (there == null) {
            there = maker.get();
            made = there;
        }
        return there;
    }

    @Override
    public void connect() {
        transport().connect();
    }

    @Override
    public long clockOffsetMillis() {
        return transport().clockOffsetMillis();
    }

    @Override
    public CompletionStage<BatchReply> send(Batch batch) {
        return transport().send(batch);
    }

    @Override
    public boolean hasReconnected() {
        return made != null && made.hasReconnected();
    }

    @Override
    public void reconnectedSeen() {
        transport().reconnectedSeen();
    }

    @Override
    public ProducerPosition position(String producer) {
        return transport().position(producer);
    }

    @Override
    public boolean wasReplaced() {
        return transport().wasReplaced();
    }

    @Override
    public void close() {
        if (made != null) {
            made.close();
        }
    }
}
