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
import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The reading side's calls for the windows that version 1 of the protocol has left. It uses that version's scripts and names,
 * so that what was stored and not acknowledged by a gatherer of that version is not stored twice. Such gatherers may be at
 * work at the same time.
 *
 * <p>Thread-safety: the same as {@link RedisGatherStore}.
 */
public final class Version1GatherStore extends RedisGatherStore {
    /** The id of a Redis that has none: nothing of that version is in it. */
    private static final String NO_ID = "";

    private static final Pattern NAME = Pattern.compile("([^:]+):(\\d{1,18})");

    public Version1GatherStore(CentralogConfig config, @Nullable RedisAccess access, Signal signal) {
        super(config, access, signal, new KeySpace(config.get(Settings.KEY_PREFIX), 0).ofVersion1());
    }

    @Override
    RedisFuture<byte[]> askRedisId(RedisAsyncCommands<byte[], byte[]> commands) {
        return commands.hget(keys.meta(), RedisConnection.bytes("source"));
    }

    @Override
    String redisId(byte @Nullable [] known) {
        return known == null ? NO_ID : new String(known, UTF_8);
    }

    @Override
    @Nullable
    SealedId find(String name, String redisId) {
        Matcher parts = NAME.matcher(name);
        Window window = parts.matches() ? Window.find(signal, parts.group(1)) : null;
        return window == null ? null : new SealedId(window, redisId, Long.parseLong(parts.group(2)));
    }

    @Override
    byte @Nullable [] generation(Window window) {
        try {
            return link.answer(link.commands().get(keys.generation(window)));
        } catch (CentralogException e) {
            if (RedisErrors.isWrongType(e)) {
                return new byte[0];
            }
            throw e;
        }
    }

    @Override
    public Answer seal(SealedId id, long graceSeconds) {
        Window window = id.window();
        List<byte[]> arguments = List.of(
                RedisConnection.bytes(window),
                RedisConnection.bytes(window.seconds()),
                RedisConnection.bytes(graceSeconds),
                RedisConnection.bytes(id.generation()),
                owner,
                leaseMillis,
                RedisConnection.bytes(window.generationLifeSeconds()));
        return answered(scripts.number(ReaderScripts.SEAL_V1, sealKeys(id, keys.generation(window)), arguments));
    }

    @Override
    Answer lease(SealedId id, String how) {
        return answered(scripts.number(
                ReaderScripts.LEASE_V1,
                List.of(keys.leases(signal), keys.owners(signal), keys.sealedCounts(id)),
                List.of(RedisConnection.bytes(keys.name(id)), owner, leaseMillis, RedisConnection.bytes(how))));
    }

    private Answer answered(CompletionStage<Long> call) {
        return new Answer(answer(call), false);
    }

    @Override
    public boolean hasBook() {
        return false;
    }
}
