// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.RedisAccess;
import dev.centralog.Settings;
import dev.centralog.gather.ReaderSettings;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The reading side's calls to Redis, each blocking and bounded by the command timeout; what fails throws
 * {@link CentralogException}.
 *
 * <p>Thread-safety: {@link #connect} and {@link #close} by one thread; the rest by any.
 */
public final class RedisGatherStore implements AutoCloseable {
    /** Must outlive the oldest report ({@code maxAge}, at most 20 h): else a generation's name would be given twice. */
    private static final Duration GENERATION_LIFE = Duration.ofDays(1);

    private static final int WINDOW_SECONDS = 1;
    private static final int OPEN_WINDOWS_SEEN = 256;
    private static final int PAGE = 500;

    private final RedisLink link;
    private final ScriptRunner scripts;
    private final KeySpace keys;
    private final byte[] graceSeconds;
    private final byte[] leaseMillis;
    private final byte[] owner;

    /** What a look at Redis sees. */
    public record Look(String source, long redisMillis, List<Long> open, List<Lease> leases) {}

    /** A sealed delivery and when its lease ends. */
    public record Lease(SealedId id, long endsMillis) {}

    /** One group of a sealed delivery; the payload is null if none came. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Counted(byte[] group, long repeats, byte @Nullable [] payload) {}

    public RedisGatherStore(CentralogConfig config, @Nullable RedisAccess access, String owner) {
        this.link = new RedisLink(config, access);
        this.scripts = new ScriptRunner(link);
        this.keys = new KeySpace(config.get(Settings.KEY_PREFIX), 0);
        // Redis compares whole seconds: a part of one is rounded up, never down.
        this.graceSeconds = RedisLink.bytes((config.get(ReaderSettings.GRACE).toMillis() + 999) / 1000);
        this.leaseMillis = RedisLink.bytes(config.get(ReaderSettings.LEASE).toMillis());
        this.owner = RedisLink.bytes(owner);
    }

    /** Connects; answers what is worth a warning about the server. */
    public List<String> connect() {
        link.connect();
        StreamInfo.source(link, keys);
        return link.server().warnings();
    }

    /** Looks at the clock, the open windows (the earliest ones, if there are very many), and the leases. */
    public Look look() {
        return look(OPEN_WINDOWS_SEEN - 1);
    }

    /** As {@link #look()}, with all open windows. */
    public Look lookAtAll() {
        return look(-1);
    }

    private Look look(long lastRank) {
        RedisAsyncCommands<byte[], byte[]> commands = link.commands();
        RedisFuture<List<byte[]>> time = commands.time();
        RedisFuture<byte[]> source = commands.hget(keys.meta(), RedisLink.bytes("source"));
        RedisFuture<List<byte[]>> open = commands.zrange(keys.open(), 0, lastRank);
        RedisFuture<List<ScoredValue<byte[]>>> leases = commands.zrangeWithScores(keys.leases(), 0, -1);
        byte[] known = link.answer(source);
        // A wiped Redis has none: it is another source from now on.
        String name = known == null ? StreamInfo.source(link, keys) : new String(known, UTF_8);
        List<Long> windows = new ArrayList<>();
        link.answer(open).forEach(window -> windows.add(Long.parseLong(new String(window, UTF_8))));
        List<Lease> held = new ArrayList<>();
        link.answer(leases)
                .forEach(lease -> held.add(
                        new Lease(SealedId.parse(new String(lease.getValue(), UTF_8)), (long) lease.getScore())));
        return new Look(name, RedisTime.millis(link.answer(time)), windows, held);
    }

    /** How often that window has been sealed. */
    public long generations(long window) {
        byte[] value = link.answer(link.commands().get(keys.generation(window)));
        return value == null ? 0 : Long.parseLong(new String(value, UTF_8));
    }

    /** Seals a window; answers the number of groups, -1 if it is not due or not there, -2 if another was first. */
    public long seal(SealedId id) {
        List<byte[]> keyNames = List.of(
                keys.counts(id.window()),
                keys.payloads(id.window()),
                keys.open(),
                keys.generation(id.window()),
                keys.sealedCounts(id),
                keys.sealedPayloads(id),
                keys.leases(),
                keys.owners());
        List<byte[]> arguments = List.of(
                RedisLink.bytes(id.window()),
                RedisLink.bytes(WINDOW_SECONDS),
                graceSeconds,
                RedisLink.bytes(id.generation()),
                owner,
                leaseMillis,
                RedisLink.bytes(GENERATION_LIFE.toSeconds()));
        return answer(scripts.number(Script.SEAL, keyNames, arguments));
    }

    /** Extends or takes a lease; answers the attempts so far, 0 if another holds it, -1 if the delivery is gone. */
    public long lease(SealedId id) {
        return answer(scripts.number(
                Script.LEASE, List.of(keys.leases(), keys.owners()), List.of(RedisLink.bytes(id), owner, leaseMillis)));
    }

    /** Deletes a delivery; answers false if it is not ours any more. */
    public boolean acknowledge(SealedId id) {
        List<byte[]> keyNames = List.of(keys.sealedCounts(id), keys.sealedPayloads(id), keys.leases(), keys.owners());
        return answer(scripts.number(Script.ACK, keyNames, List.of(RedisLink.bytes(id), owner))) == 1;
    }

    /**
     * All that a sealed delivery holds, page by page: it can't change, it can only be gone.
     *
     * @throws CentralogException if it is gone, be it in the middle
     */
    public List<Counted> read(SealedId id) {
        byte[] counts = keys.sealedCounts(id);
        byte[] payloads = keys.sealedPayloads(id);
        List<Counted> all = new ArrayList<>();
        while (true) {
            List<ScoredValue<byte[]>> page =
                    link.answer(link.commands().zrangeWithScores(counts, all.size(), all.size() + PAGE - 1));
            if (page.isEmpty()) {
                break;
            }
            byte[][] groups = page.stream().map(ScoredValue::getValue).toArray(byte[][]::new);
            List<KeyValue<byte[], byte[]>> events = link.answer(link.commands().hmget(payloads, groups));
            for (int i = 0; i < groups.length; i++) {
                all.add(new Counted(
                        groups[i], (long) page.get(i).getScore(), events.get(i).getValueOrElse(null)));
            }
        }
        // Counts and payloads are deleted together: if the counts are still all there, so were the payloads.
        if (all.isEmpty() || link.answer(link.commands().zcard(counts)) != all.size()) {
            throw new CentralogException("the delivery " + id + " is gone: another reader has stored it");
        }
        return all;
    }

    private <T> T answer(CompletionStage<T> call) {
        return link.answer(call.toCompletableFuture());
    }

    @Override
    public void close() {
        link.close();
    }
}
