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
 * Waits until what was written over a connection can't be undone by a replica that takes over, or by a restart: all
 * replicas that may take over have it ({@code WAIT}), and where there is an append-only file and a Redis that can tell
 * (7.2), it is on disk ({@code WAITAOF}). What has no replica and no such file is not waited for; nor is a file that Redis leaves to
 * the system to write.
 *
 * <p>Other calls over the same connection wait as well, as Redis serves them in order.
 *
 * <p>Thread-safety: one thread at a time; blocks, bounded by the time given and the command timeout.
 */
final class SealDurability {
    private static final ProtocolKeyword WAITAOF = () -> "WAITAOF".getBytes(StandardCharsets.US_ASCII);

    /**
     * By {@code appendfsync no} Redis never tells, and managed ones do not say that they are set so. One that syncs every
     * second answers nothing any more before it is that late.
     */
    private static final Duration LONGEST_SYNC = Duration.ofSeconds(10);

    private final RedisConnection link;
    private final Clock clock = Clock.system();
    private final KnownReplicas known = new KnownReplicas();
    private final long waitMillis;
    private @Nullable Long missingSinceNanos;
    private boolean isNeverSynced;

    /** {@code waitMillis} is how long one call may wait. */
    SealDurability(RedisConnection link, long waitMillis) {
        this.link = link;
        this.waitMillis = waitMillis;
    }

    /** Notes which replicas there were when it was connected. */
    void connected() {
        replicas(link.server());
    }

    /** Whether there is something to wait for now. */
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

    /** Waits; answers what is missing when the time is over, or null if nothing is. */
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
                    + (isOneAway ? ", and one that went away a moment ago may take over" : "");
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
