// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.RedisAccess;
import dev.centralog.Settings;
import dev.centralog.internal.redis.KeySpace;
import dev.centralog.internal.redis.RedisConnection;
import dev.centralog.internal.redis.RedisErrors;
import dev.centralog.internal.redis.RedisTime;
import dev.centralog.internal.redis.StreamInfo;
import dev.centralog.internal.wire.Window.Signal;
import io.lettuce.core.Range;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The number of partitions under a key prefix, and the readers that are at work. Readers of several partitions note there that
 * they live, so that each can tell which partitions are its own; if they may not, each takes from all.
 *
 * <p>Thread-safety: none. Each call blocks, bounded by the command timeout, and throws {@link CentralogException} if it fails.
 */
public final class PartitionTable implements AutoCloseable {
    /** The time after which a reader that was not seen counts as gone, in milliseconds. */
    private static final long GONE_MILLIS = 15_000;

    private static final int ID_BYTES = 8;
    private static final long MOST_CHANGE_MILLIS = 120_000;

    private final RedisConnection link;
    private final boolean isOwnLink;
    private final KeySpace keys;
    private final String self;
    private final String kind;
    private boolean mayNote = true;
    private boolean isNoted;

    private PartitionTable(RedisConnection link, boolean isOwnLink, KeySpace keys, Signal signal) {
        this.link = link;
        this.isOwnLink = isOwnLink;
        this.keys = keys;
        byte[] id = new byte[ID_BYTES];
        ThreadLocalRandom.current().nextBytes(id);
        kind = signal == Signal.EVENTS ? "e:" : "a:";
        self = kind + HexFormat.of().formatHex(id);
    }

    /** Makes a table with a connection of its own, which is not made yet. */
    public static PartitionTable of(CentralogConfig config, @Nullable RedisAccess access, Signal signal) {
        KeySpace keys = new KeySpace(config.get(Settings.KEY_PREFIX), 0);
        return new PartitionTable(new RedisConnection(config, access, keys.meta()), true, keys, signal);
    }

    /** Makes a table over the connection of a store; null if that leads to a node of a cluster, which may have other keys. */
    public static @Nullable PartitionTable over(RedisGatherStore store) {
        return store.link.isOfCluster() ? null : new PartitionTable(store.link, false, store.keys, store.signal);
    }

    /** Returns the name of this reader, among those that {@link #readers} returns. */
    public String self() {
        return self;
    }

    /** Returns the numbers of partitions; notes this version's protocol if none is noted. Connects if need be. */
    public StreamInfo look() {
        connect();
        return StreamInfo.require(link, keys);
    }

    private void connect() {
        if (isOwnLink) {
            link.connect();
        }
    }

    /** Notes that this reader lives; returns all readers of the same signal that do. */
    public List<String> readers() {
        if (!mayNote) {
            return List.of(self);
        }
        try {
            connect();
            RedisAsyncCommands<byte[], byte[]> commands = link.commands();
            long now = RedisTime.millis(link.answer(commands.time()));
            isNoted = true;
            link.answer(commands.zadd(keys.readers(), (double) now, self.getBytes(UTF_8)));
            link.answer(commands.zremrangebyscore(keys.readers(), Range.create(0, now - 10 * GONE_MILLIS)));
            return link
                    .answer(commands.zrangebyscore(keys.readers(), Range.create(now - GONE_MILLIS, now + GONE_MILLIS)))
                    .stream()
                    .map(each -> new String(each, UTF_8))
                    .filter(each -> each.startsWith(kind))
                    .toList();
        } catch (CentralogException e) {
            if (!RedisErrors.isNoPermission(e)) {
                throw e;
            }
            mayNote = false;
            return List.of(self);
        }
    }

    /**
     * Takes the right to change the number of partitions, for two minutes; nobody else can change it meanwhile.
     *
     * @return whether it was free
     */
    public boolean beginChange() {
        connect();
        SetArgs args = SetArgs.Builder.nx().px(MOST_CHANGE_MILLIS);
        return link.answer(link.commands().set(keys.changing(), self.getBytes(UTF_8), args)) != null;
    }

    /** Ends a change that was begun. */
    public void endChange() {
        connect();
        link.answer(link.commands().del(keys.changing()));
    }

    /** Writes how many partitions there are from now on. */
    public void write(StreamInfo info) {
        connect();
        info.write(link, keys);
    }

    /** Forgets this reader, and disconnects. */
    @Override
    public void close() {
        try {
            if (isNoted && mayNote) {
                var unused = link.commands().zrem(keys.readers(), self.getBytes(UTF_8));
            }
        } catch (CentralogException ignored) {
            // not connected; the others notice after a while that it is gone
        }
        if (isOwnLink) {
            link.close();
        }
    }
}
