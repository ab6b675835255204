// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import dev.centralog.internal.redis.RedisConnection;
import dev.centralog.internal.redis.ServerInfo;
import dev.centralog.internal.time.Clock;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The wait until the writes of a connection can't be undone by a replica that takes over, or by a restart: until all replicas
 * that may take over have them ({@code WAIT}) and, if there is an append-only file and Redis can report on it (since 7.2),
 * until they are on disk ({@code WAITAOF}). Without replicas and without such a file there is no wait. Nor is there one for a
 * file that Redis leaves to the operating system to sync.
 *
 * <p>Other calls over the same connection wait as well, because Redis serves them in order.
 *
 * <p>Thread-safety: one thread at a time; blocks, bounded by the time given and the command timeout.
 */
final class SealDurability {
    private static final ProtocolKeyword WAITAOF = () -> "WAITAOF".getBytes(StandardCharsets.US_ASCII);

    /**
     * The time without a sync after which this class assumes {@code appendfsync no}. With that setting Redis never reports a
     * sync, and managed Redis services do not show the setting. A Redis that syncs every second would stop replying before a
     * sync is that late.
     */
    private static final Duration LONGEST_SYNC = Duration.ofSeconds(10);

    private final RedisConnection link;
    private final Clock clock = Clock.system();
    private final KnownReplicas known = new KnownReplicas();
    private final long waitMillis;
    private @Nullable Long missingSinceNanos;
    private boolean isNeverSynced;

    /** Makes one for a connection; {@code waitMillis} is the longest time that one call may wait. */
    SealDurability(RedisConnection link, long waitMillis) {
        this.link = link;
        this.waitMillis = waitMillis;
    }

    /** Notes the replicas that there were when the connection was made. */
    void connected() {
        replicas(link.server());
    }

    /** Returns whether there is something to wait for now. Blocks. */
    boolean isNeeded() {
        ServerInfo server = link.askServer();
        return replicas(server) > 0 || isWaitingForDisk(server);
    }

    private int replicas(ServerInfo server) {
        return known.of(server, clock.nanos());
    }

    private boolean isWaitingForDisk(ServerInfo server) {
        return server.canWaitForDisk() && !isNeverSynced;
    }

    /** Waits; returns what is missing when the time is over, or null if nothing is. */
    @Nullable
    String awaitMissing() {
        ServerInfo server = link.askServer();
        int replicas = replicas(server);
        boolean waitsForDisk = isWaitingForDisk(server);
        Asked asked = link.together(commands -> new Asked(
                replicas == 0 ? null : commands.waitForReplication(replicas, waitMillis),
                waitsForDisk ? waitForDisk(commands) : null));
        long copies = asked.copies == null ? 0 : link.answer(asked.copies);
        boolean onDisk =
                asked.disks == null || isOnDisk((Long) link.answer(asked.disks).get(0));
        if (copies < replicas) {
            boolean isOneAway = server.replicas() < replicas;
            return copies + " of " + replicas + " replicas have them"
                    + (isOneAway ? ", and one that was disconnected a moment ago may take over" : "");
        }
        return onDisk ? null : "the append-only file does not have them";
    }

    private RedisFuture<List<Object>> waitForDisk(RedisAsyncCommands<byte[], byte[]> commands) {
        CommandArgs<byte[], byte[]> arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE);
        arguments.add(1).add(0).add(waitMillis);
        return commands.dispatch(WAITAOF, new NestedMultiOutput<>(ByteArrayCodec.INSTANCE), arguments);
    }

    private boolean isOnDisk(long disks) {
        long now = clock.nanos();
        if (disks > 0) {
            missingSinceNanos = null;
        } else if (missingSinceNanos == null) {
            missingSinceNanos = now;
        } else {
            isNeverSynced = now - missingSinceNanos > LONGEST_SYNC.toNanos();
        }
        return disks > 0 || isNeverSynced;
    }

    private record Asked(
            @Nullable RedisFuture<Long> copies, @Nullable RedisFuture<List<Object>> disks) {}
}
