// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A transport that throws at one kind of call, as often as it is to, exceptions or errors. Thread-safe. */
final class ThrowingTransport implements BatchTransport {
    private final MemoryTransport store;
    private final Call call;
    private final Supplier<Throwable> trouble;
    private int timesLeft;

    /** The call at which it throws. */
    enum Call {
        CONNECT,
        CLOCK,
        REPORT,
        ANSWER,
        RECONNECTED,
        ASK,
        CLOSE
    }

    ThrowingTransport(MemoryTransport store, Call call, Supplier<Throwable> trouble, int times) {
        this.store = store;
        this.call = call;
        this.trouble = trouble;
        this.timesLeft = times;
    }

    private synchronized @Nullable Throwable next(Call now) {
        return now == call && timesLeft-- > 0 ? trouble.get() : null;
    }

    private void throwAt(Call now) {
        Throwable next = next(now);
        if (next != null) {
            ThrowingTransport.<RuntimeException>sneak(next);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void sneak(Throwable trouble) throws T {
        throw (T) trouble;
    }

    /** Returns how often it has still to throw. */
    synchronized int timesLeft() {
        return timesLeft;
    }

    @Override
    public void connect() {
        throwAt(Call.CONNECT);
        store.connect();
    }

    @Override
    public long clockOffsetMillis() {
        throwAt(Call.CLOCK);
        return store.clockOffsetMillis();
    }

    @Override
    public int reconnects() {
        throwAt(Call.RECONNECTED);
        return store.reconnects();
    }

    @Override
    public ProducerStates ask(List<UUID> producers) {
        throwAt(Call.ASK);
        return store.ask(producers);
    }

    @Override
    public ProducerStates retire(UUID producer, String redisId) {
        return store.retire(producer, redisId);
    }

    @Override
    public ProducerStates end(UUID producer, String redisId) {
        return store.end(producer, redisId);
    }

    @Override
    public CompletionStage<BatchReply> send(Batch batch, Standing standing) {
        throwAt(Call.REPORT);
        Throwable answer = next(Call.ANSWER);
        return answer == null ? store.send(batch, standing) : CompletableFuture.failedFuture(answer);
    }

    @Override
    public void close() {
        store.close();
        throwAt(Call.CLOSE);
    }
}
