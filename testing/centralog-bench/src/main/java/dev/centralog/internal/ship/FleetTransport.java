// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.CentralogException;
import dev.centralog.internal.redis.FleetLink;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The connection of one logical producer: whether there is one is its own matter, as it connects again when its own pause is
 * over; what it sends goes over a connection that it shares with others.
 *
 * <p>Thread-safety: none; the fleet's thread alone.
 */
final class FleetTransport implements BatchTransport {
    private final FleetLink link;
    private final FleetServer server;
    private final long offsetMillis;
    private boolean isConnected;
    private boolean wasConnected;
    private int reconnects;

    FleetTransport(FleetLink link, FleetServer server, long offsetMillis) {
        this.link = link;
        this.server = server;
        this.offsetMillis = offsetMillis;
    }

    /** Notes that Redis is unavailable. */
    void lost() {
        isConnected = false;
    }

    boolean isConnected() {
        return isConnected;
    }

    /** Whether there was a connection, which the client makes anew by itself. */
    boolean wasConnected() {
        return wasConnected;
    }

    /** Notes that there is a connection now. */
    void established() {
        isConnected = true;
        server.busy(FleetServer.Kind.CONNECTION);
        if (wasConnected) {
            reconnects++;
        } else {
            link.greet();
        }
        wasConnected = true;
    }

    @Override
    public void connect() {
        if (!isConnected) {
            throw new CentralogException("not connected");
        }
    }

    @Override
    public long clockOffsetMillis() {
        server.busy(FleetServer.Kind.QUESTION);
        link.time();
        return offsetMillis;
    }

    @Override
    public CompletableFuture<BatchReply> send(Batch batch, Standing standing) {
        return server.reply(FleetServer.Kind.BATCH, link.send(batch, standing));
    }

    @Override
    public int reconnects() {
        return reconnects;
    }

    CompletableFuture<ProducerStates> asked(List<UUID> producers) {
        return server.reply(FleetServer.Kind.QUESTION, link.ask(producers));
    }

    CompletableFuture<ProducerStates> marked(UUID producer, String redisId, String flag) {
        return server.reply(FleetServer.Kind.QUESTION, link.mark(producer, redisId, flag));
    }

    @Override
    public ProducerStates ask(List<UUID> producers) {
        throw new UnsupportedOperationException("it would block");
    }

    @Override
    public ProducerStates retire(UUID producer, String redisId) {
        throw new UnsupportedOperationException("it would block");
    }

    @Override
    public ProducerStates end(UUID producer, String redisId) {
        throw new UnsupportedOperationException("it would block");
    }

    @Override
    public void close() {
        isConnected = false;
    }
}
