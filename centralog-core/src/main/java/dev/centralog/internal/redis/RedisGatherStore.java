// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.RedisAccess;
import dev.centralog.Settings;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScoredValue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The reading side's calls to Redis, each blocking and bounded by the command timeout; what fails throws
 * {@link CentralogException}.
 *
 * <p>Thread-safety: {@link #connect} and {@link #close} by one thread; the rest by any.
 */
public final class RedisGatherStore implements ClaimStore, AutoCloseable {
    private static final byte[] NOTHING = {};
    private static final int OPEN_WINDOWS_SEEN = 256;
    private static final long LONGEST_WAIT_MILLIS = 2000;
    private static final int LONGEST_NAME_SHOWN = 100;
    private static final long FARTHEST_AHEAD_MILLIS = 86_400_000;
    private static final Pattern GENERATION = Pattern.compile("\\d{1,15}"); // as in seal.lua

    private final RedisConnection link;
    private final ScriptRunner scripts;
    private final KeySpace keys;
    private final Signal signal;
    private final SealDurability durability;
    private final byte[] leaseMillis;
    private final byte[] owner;

    /** What a look at Redis sees; {@code foreign} are names that are none of ours, which are passed over. */
    public record StreamSnapshot(
            String redisId, long redisMillis, List<Open> open, List<Lease> leases, List<String> foreign) {}

    /** A window that is not sealed, and when it was opened again; its start if it was not sealed before. */
    public record Open(Window window, long openedMillis) {
        /** Whether it was sealed before. */
        public boolean isLate() {
            return openedMillis != window.start() * 1000;
        }
    }

    /** A sealed delivery and when its lease ends. */
    public record Lease(SealedId id, long endsMillis) {}

    /**
     * One group of a sealed delivery.
     *
     * @param payload null if none came, or if it is too long to be fetched
     * @param refusedBytes how long the payload is that is too long, else 0
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record GroupCount(byte[] group, long repeats, byte @Nullable [] payload, long refusedBytes) {
        public GroupCount(byte[] group, long repeats, byte @Nullable [] payload) {
            this(group, repeats, payload, 0);
        }
    }

    public RedisGatherStore(CentralogConfig config, @Nullable RedisAccess access, Signal signal) {
        this.link = new RedisConnection(config, access);
        this.scripts = new ScriptRunner(link);
        this.keys = new KeySpace(config.get(Settings.KEY_PREFIX), 0);
        this.signal = signal;
        long lease = config.get(ReaderSettings.LEASE).toMillis();
        this.leaseMillis = RedisConnection.bytes(lease);
        // Leases are extended over the same connection, and the client gives up what takes longer than its time-out.
        long timeout = config.get(Settings.COMMAND_TIMEOUT).toMillis();
        this.durability = new SealDurability(link, Math.min(LONGEST_WAIT_MILLIS, Math.min(lease / 4, timeout / 2)));
        this.owner = RedisConnection.bytes(UUID.randomUUID());
    }

    /** Connects; answers what is worth a warning about the server. */
    public List<String> connect() {
        link.connect();
        durability.connected();
        StreamInfo.redisId(link, keys);
        return link.server().warnings();
    }

    @Override
    public StreamSnapshot look() {
        return look(OPEN_WINDOWS_SEEN - 1);
    }

    /** As {@link #look()}, with all open windows. */
    public StreamSnapshot lookAtAll() {
        return look(-1);
    }

    private StreamSnapshot look(long lastRank) {
        Asked asked = link.together(commands -> new Asked(
                commands.zrem(keys.leases(signal), NOTHING),
                commands.time(),
                commands.hget(keys.meta(), RedisConnection.bytes("source")),
                commands.zrangeWithScores(keys.open(signal), 0, lastRank),
                commands.zrangeWithScores(keys.leases(signal), 0, -1)));
        List<ScoredValue<byte[]>> held = link.answer(asked.leases); // the last one first, so as to wait once
        link.answer(asked.fence); // who sees an older state would stay connected to it, and find nothing to do
        List<String> foreign = new ArrayList<>();
        List<ScoredValue<byte[]>> named = link.answer(asked.open);
        long redisMillis = RedisTime.millis(link.answer(asked.time));
        List<Open> windows = windows(named, redisMillis, foreign);
        // Names of strangers must not hide ours behind them.
        for (long seen = lastRank + 1; seen > 0 && named.size() == seen && !isAnyOver(windows, redisMillis); ) {
            named.addAll(link.answer(link.commands().zrangeWithScores(keys.open(signal), seen, 2 * seen - 1)));
            seen *= 2;
            foreign.clear();
            windows = windows(named, redisMillis, foreign);
        }
        byte[] known = link.answer(asked.redisId);
        // A wiped Redis has none: it is another Redis from now on.
        String name = known == null ? StreamInfo.redisId(link, keys) : new String(known, UTF_8);
        List<Lease> leased = known(held, this::lease, foreign);
        return new StreamSnapshot(name, redisMillis, windows, leased, foreign);
    }

    private List<Open> windows(List<ScoredValue<byte[]>> entries, long redisMillis, List<String> foreign) {
        return known(
                entries,
                (name, opened) -> {
                    Window window = Window.find(signal, name);
                    return window == null || window.start() * 1000 > redisMillis + FARTHEST_AHEAD_MILLIS
                            ? null
                            : new Open(window, Math.round(opened * 1000));
                },
                foreign);
    }

    private @Nullable Lease lease(String name, double ends) {
        SealedId id = SealedId.find(signal, name);
        return id == null ? null : new Lease(id, (long) ends);
    }

    private static boolean isAnyOver(List<Open> windows, long redisMillis) {
        return windows.stream().anyMatch(open -> open.window().end() * 1000 <= redisMillis);
    }

    /**
     * What a look asks for, in that order.
     *
     * @param fence a write that changes nothing, which a replica refuses
     */
    private record Asked(
            RedisFuture<Long> fence,
            RedisFuture<List<byte[]>> time,
            RedisFuture<byte[]> redisId,
            RedisFuture<List<ScoredValue<byte[]>>> open,
            RedisFuture<List<ScoredValue<byte[]>>> leases) {}

    /** Null for a name that is none of ours. */
    private interface Entry<T> {
        @Nullable
        T read(String name, double score);
    }

    private static <T> List<T> known(List<ScoredValue<byte[]>> all, Entry<T> entry, List<String> foreign) {
        List<T> known = new ArrayList<>();
        for (ScoredValue<byte[]> each : all) {
            String name = new String(each.getValue(), UTF_8);
            T ours = entry.read(name, each.getScore());
            if (ours == null) {
                foreign.add(name.substring(0, Math.min(name.length(), LONGEST_NAME_SHOWN)));
            } else {
                known.add(ours);
            }
        }
        return known;
    }

    @Override
    public long generations(Window window) {
        String text = generation(window);
        return GENERATION.matcher(text).matches()
                ? Long.parseLong(text)
                : RedisTime.millis(link.answer(link.commands().time()));
    }

    private String generation(Window window) {
        try {
            byte[] value = link.answer(link.commands().get(keys.generation(window)));
            return value == null ? "0" : new String(value, UTF_8);
        } catch (CentralogException e) {
            if (RedisErrors.isWrongType(e)) {
                return "";
            }
            throw e;
        }
    }

    @Override
    public long seal(SealedId id, long graceSeconds) {
        Window window = id.window();
        List<byte[]> keyNames = List.of(
                keys.counts(window),
                keys.payloads(window),
                keys.open(signal),
                keys.generation(window),
                keys.sealedCounts(id),
                keys.sealedPayloads(id),
                keys.leases(signal),
                keys.owners(signal));
        List<byte[]> arguments = List.of(
                RedisConnection.bytes(window),
                RedisConnection.bytes(window.seconds()),
                RedisConnection.bytes(graceSeconds),
                RedisConnection.bytes(id.generation()),
                owner,
                leaseMillis,
                RedisConnection.bytes(window.generationLifeSeconds()));
        return answer(scripts.number(Script.SEAL, keyNames, arguments));
    }

    @Override
    public long takeOver(SealedId id) {
        return lease(id, "take");
    }

    @Override
    public boolean extend(SealedId id) {
        return lease(id, "extend") > 0;
    }

    @Override
    public boolean canAwaitDurable() {
        return durability.isNeeded();
    }

    @Override
    public @Nullable String awaitDurable() {
        return durability.awaitMissing();
    }

    private long lease(SealedId id, String how) {
        return answer(scripts.number(
                Script.LEASE,
                List.of(keys.leases(signal), keys.owners(signal), keys.sealedCounts(id)),
                List.of(RedisConnection.bytes(id), owner, leaseMillis, RedisConnection.bytes(how))));
    }

    /** Deletes a delivery; answers false if it is not ours any more. */
    public boolean acknowledge(SealedId id) {
        List<byte[]> keyNames =
                List.of(keys.sealedCounts(id), keys.sealedPayloads(id), keys.leases(signal), keys.owners(signal));
        return answer(scripts.number(Script.ACK, keyNames, List.of(RedisConnection.bytes(id), owner))) == 1;
    }

    /**
     * All that a sealed delivery holds, read page by page as it is asked for: it can't change, it can only be gone, which
     * {@code hasNext} finds by {@link DeliveryGoneException}, at the latest where the end would be.
     *
     * @param redisId the id of the Redis that it was found in
     */
    public Iterator<GroupCount> read(SealedId id, String redisId) {
        return new SealedGroupIterator(link, scripts, new DeliveryLocation(keys, id, redisId));
    }

    /**
     * The same of some groups only, in their order.
     *
     * @param all how many groups the delivery holds: if it holds fewer, it is gone
     */
    public Iterator<GroupCount> readSome(SealedId id, String redisId, List<GroupCount> groups, long all) {
        return new ChosenGroupIterator(
                link, scripts, new DeliveryLocation(keys, id, redisId), new ChosenGroupIterator.Choice(groups, all));
    }

    /** What an open window holds now, in no order; what is counted meanwhile may be seen twice. */
    public Iterator<GroupCount> scan(Window window) {
        return new OpenGroupIterator(link, scripts, keys, window);
    }

    private <T> T answer(CompletionStage<T> call) {
        return link.answer(call.toCompletableFuture());
    }

    @Override
    public void close() {
        link.close();
    }
}
