// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Two real Redis servers behind one address: the primary, and a replica that lags by a fixed time. A failover kills the
 * primary and promotes the replica, so the primary's last writes are lost. Not thread-safe.
 */
public final class ReplicatedRedis implements AutoCloseable {
    private static final Duration SYNC_LIMIT = Duration.ofSeconds(30);

    private final Duration lag;
    private final MovableAddress address;
    private LocalRedis primary;
    private LocalRedis replica;
    private @Nullable LongCable cable;

    private ReplicatedRedis(LocalRedis.Builder builder, Duration lag) {
        this.lag = lag;
        builder.config("repl-diskless-sync-delay 0", "repl-ping-replica-period 1");
        primary = builder.start();
        replica = builder.start();
        address = MovableAddress.of(primary.port());
        follow();
    }

    /** Starts both servers; {@code builder} has their common options. */
    public static ReplicatedRedis start(LocalRedis.Builder builder, Duration lag) {
        return new ReplicatedRedis(builder, lag);
    }

    /** Returns the port that always reaches the current primary. */
    public int port() {
        return address.port();
    }

    public LocalRedis primary() {
        return primary;
    }

    public LocalRedis replica() {
        return replica;
    }

    /** Promotes the replica in its current state; the killed primary comes back, empty, as its replica. */
    public void failOver() {
        primary.kill();
        takeOver();
        address.cut();
        replica.startEmpty();
        follow();
    }

    /** Promotes the replica in its current state; the primary becomes its replica, and keeps its clients' connections. */
    public void switchOver() {
        takeOver();
        follow();
    }

    /**
     * Makes the primary's host disappear: its connections stay open, and nothing answers on them. The replica is
     * promoted in its current state; the new primary has no replica.
     */
    public void loseHost() {
        primary.freeze();
        takeOver();
    }

    /** Separates the replica from the primary; returns when the primary has noticed. */
    public void separate() {
        Objects.requireNonNull(cable).close();
        Awaitility.await("the primary").atMost(SYNC_LIMIT).until(() -> primary.cli("INFO", "replication")
                .contains("connected_slaves:0"));
    }

    /** Ends a separation; returns when the replica has caught up. */
    public void reunite() {
        follow();
    }

    /**
     * Makes the address lead to the replica, though it is still a replica: connections are cut, and new ones reach the
     * replica.
     */
    public void misleadToReplica() {
        address.moveTo(replica.port());
        address.cut();
    }

    /** Makes the address lead to the primary again; existing connections stay where they are. */
    public void leadToPrimary() {
        address.moveTo(primary.port());
    }

    private void takeOver() {
        Objects.requireNonNull(cable).close();
        LocalRedis before = primary;
        primary = replica;
        replica = before;
        primary.cli("REPLICAOF", "NO", "ONE");
        address.moveTo(primary.port());
    }

    /** Connects the replica to the primary, and waits until it has caught up. */
    private void follow() {
        LongCable fresh = LongCable.to(primary.port(), lag);
        cable = fresh;
        replica.cli("REPLICAOF", "127.0.0.1", Integer.toString(fresh.port()));
        Awaitility.await("the replica")
                .atMost(SYNC_LIMIT)
                .until(() -> primary.cli("INFO", "replication").contains("state=online")
                        && replica.cli("INFO", "replication").contains("master_link_status:up"));
    }

    @Override
    public void close() {
        address.close();
        Objects.requireNonNull(cable).close();
        primary.close();
        replica.close();
    }
}
