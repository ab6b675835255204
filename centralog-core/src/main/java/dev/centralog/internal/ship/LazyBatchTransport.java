// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store that is made when it is to connect, so that nothing of the Redis client is loaded by whom opens a producer. */
public final class LazyBatchTransport implements BatchTransport {
    private final Supplier<BatchTransport> maker;
    private @Nullable BatchTransport made;

    public LazyBatchTransport(Supplier<BatchTransport> maker) {
        this.maker = maker;
    }

    private BatchTransport store() {
        BatchTransport there = made;
        if (there == null) {
            there = maker.get();
            made = there;
        }
        return there;
    }

    @Override
    public void connect() {
        store().connect();
    }

    @Override
    public long clockOffsetMillis() {
        return store().clockOffsetMillis();
    }

    @Override
    public CompletionStage<BatchReply> send(Batch batch) {
        return store().send(batch);
    }

    @Override
    public boolean hasReconnected() {
        return made != null && made.hasReconnected();
    }

    @Override
    public void reconnectedSeen() {
        store().reconnectedSeen();
    }

    @Override
    public ProducerPosition position(String producer) {
        return store().position(producer);
    }

    @Override
    public boolean wasReplaced() {
        return store().wasReplaced();
    }

    @Override
    public void close() {
        if (made != null) {
            made.close();
        }
    }
}
