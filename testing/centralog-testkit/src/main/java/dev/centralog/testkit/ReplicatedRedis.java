// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Two real Redis servers behind one address: the primary, and a replica that lags by a fixed time. A failover kills the
 * primary and makes the replica one, so that what the primary did last is forgotten. Not thread-safe.
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

    /** Starts both; {@code builder} is what they have in common. */
    public static ReplicatedRedis start(LocalRedis.Builder builder, Duration lag) {
        return new ReplicatedRedis(builder, lag);
    }

    /** Which reaches whichever is the primary. */
    public int port() {
        return address.port();
    }

    public LocalRedis primary() {
        return primary;
    }

    public LocalRedis replica() {
        return replica;
    }

    /** The replica takes over as it is; the killed primary comes back, empty, as its replica. */
    public void failOver() {
        primary.kill();
        takeOver();
        address.cut();
        replica.startEmpty();
        follow();
    }

    /** The replica takes over as it is; the primary becomes its replica, and keeps its clients' connections. */
    public void switchOver() {
        takeOver();
        follow();
    }

    /**
     * The primary's host is gone without a word: connections stay, and nothing answers them. The replica takes over as it
     * is; nobody is the new primary's replica.
     */
    public void loseHost() {
        primary.freeze();
        takeOver();
    }

    /** From now on the replica and the primary don't see each other; returns when the primary has noticed. */
    public void separate() {
        Objects.requireNonNull(cable).close();
        Awaitility.await("the primary").atMost(SYNC_LIMIT).until(() -> primary.cli("INFO", "replication")
                .contains("connected_slaves:0"));
    }

    /** Ends a separation; returns when the replica has caught up. */
    public void reunite() {
        follow();
    }

    /** The address leads to the replica for now, though it is none but a replica: connections are cut, and made there. */
    public void misleadToReplica() {
        address.moveTo(replica.port());
        address.cut();
    }

    /** The address leads to the primary again; connections stay where they are. */
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

    /** Until the replica has caught up. */
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
