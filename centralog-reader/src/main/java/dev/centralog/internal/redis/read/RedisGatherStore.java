// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.RedisAccess;
import dev.centralog.Settings;
import dev.centralog.gather.DeliveryGoneException;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.internal.redis.Book;
import dev.centralog.internal.redis.KeySpace;
import dev.centralog.internal.redis.RedisConnection;
import dev.centralog.internal.redis.RedisTime;
import dev.centralog.internal.redis.ScriptRunner;
import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The reading side's calls to Redis. Each call blocks, bounded by the command timeout, and throws {@link CentralogException}
 * if it fails.
 *
 * <p>Thread-safety: one thread calls {@link #connect} and {@link #close}; any thread may call the rest.
 */
public class RedisGatherStore implements ClaimStore, TrimStore, AutoCloseable {
    private static final byte[] NOTHING = {};
    private static final int OPEN_WINDOWS_SEEN = 256;
    private static final ScanArgs BOOK_PAGE = ScanArgs.Builder.limit(500);
    private static final long LONGEST_WAIT_MILLIS = 2000;
    private static final int LONGEST_NAME_SHOWN = 100;
    private static final Pattern GENERATION = Pattern.compile("\\d{1,15}"); // as in seal.lua

    final RedisConnection link;
    final ScriptRunner scripts;
    final KeySpace keys;
    private final Book book;
    final Signal signal;
    private final SealDurability durability;
    final byte[] leaseMillis;
    final byte[] owner;

    /**
     * The state that a look at Redis shows; {@code foreign} holds the names that are not Centralog's, which are passed over.
     */
    public record StreamSnapshot(
            String redisId, long redisMillis, List<Open> open, List<Lease> leases, List<String> foreign) {}

    /** A window that is not sealed, and the time at which it was opened again; its start if it was not sealed before. */
    public record Open(Window window, long openedMillis) {
        /** Returns whether it was sealed before. */
        public boolean isLate() {
            return openedMillis != window.start() * 1000;
        }
    }

    /** A sealed delivery and the time at which its lease ends. */
    public record Lease(SealedId id, long endsMillis) {}

    /**
     * One group of a sealed delivery.
     *
     * @param repeats its count; 0 if the count was read before
     * @param payload its payload; null if none came, or if it is too long to be fetched
     * @param refusedBytes the length of a payload that is too long, else 0
     * @param samples its samples
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record GroupCount(
            byte[] group, long repeats, byte @Nullable [] payload, long refusedBytes, RawSamples samples) {
        public GroupCount(byte[] group, long repeats, byte @Nullable [] payload) {
            this(group, repeats, payload, 0);
        }

        public GroupCount(byte[] group, long repeats, byte @Nullable [] payload, long refusedBytes) {
            this(group, repeats, payload, refusedBytes, RawSamples.NONE);
        }
    }

    /** Makes a store of a partition, which is not connected. */
    public RedisGatherStore(CentralogConfig config, @Nullable RedisAccess access, Signal signal, int partition) {
        this(config, access, signal, new KeySpace(config.get(Settings.KEY_PREFIX), partition));
    }

    RedisGatherStore(CentralogConfig config, @Nullable RedisAccess access, Signal signal, KeySpace keys) {
        this.link = new RedisConnection(config, access, keys.book());
        this.scripts = new ScriptRunner(link);
        this.keys = keys;
        this.book = new Book(link, scripts, keys, null);
        this.signal = signal;
        long lease = config.get(ReaderSettings.LEASE).toMillis();
        this.leaseMillis = RedisConnection.bytes(lease);
        // A short wait: leases are extended over the same connection, and calls are given up after the time-out.
        long timeout = config.get(Settings.COMMAND_TIMEOUT).toMillis();
        this.durability = new SealDurability(link, Math.min(LONGEST_WAIT_MILLIS, Math.min(lease / 4, timeout / 2)));
        this.owner = RedisConnection.bytes(UUID.randomUUID());
    }

    /** Connects; returns warnings about the server. */
    public final List<String> connect() {
        link.connect();
        durability.connected();
        return link.server().warnings();
    }

    /** Returns whether the last connection has led to a node of a cluster. */
    public final boolean isOfCluster() {
        return link.isOfCluster();
    }

    /** Returns the number of the partition. */
    public final int partition() {
        return keys.partition();
    }

    /** Requests the redis id. */
    RedisFuture<byte[]> askRedisId(RedisAsyncCommands<byte[], byte[]> commands) {
        return commands.hget(keys.book(), Book.redisIdField());
    }

    /**
     * Returns the redis id, given the reply to {@link #askRedisId}. If Redis was wiped, or its book removed, the reply is null,
     * and Redis gets a new id.
     */
    String redisId(byte @Nullable [] known) {
        return known == null ? book.ask(List.of()).redisId() : Book.requireOurs(new String(known, UTF_8));
    }

    /** Returns the delivery of that name, in the Redis of that id; null if the name is no delivery's. */
    @Nullable
    SealedId find(String name, String redisId) {
        return SealedId.find(signal, name);
    }

    @Override
    public final StreamSnapshot look() {
        return look(OPEN_WINDOWS_SEEN - 1);
    }

    /** Returns the same as {@link #look()}, with all open windows. */
    public final StreamSnapshot lookAtAll() {
        return look(-1);
    }

    private StreamSnapshot look(long lastRank) {
        Asked asked = link.together(commands -> new Asked(
                commands.zrem(keys.leases(signal), NOTHING),
                commands.time(),
                askRedisId(commands),
                commands.zrangeWithScores(keys.open(signal), 0, lastRank),
                commands.zrangeWithScores(keys.leases(signal), 0, -1)));
        List<ScoredValue<byte[]>> held = link.answer(asked.leases); // the last reply first, so as to wait only once
        link.answer(asked.fence); // fails on a replica, whose older state might show nothing to do for ever
        List<String> foreign = new ArrayList<>();
        List<ScoredValue<byte[]>> named = link.answer(asked.open);
        long redisMillis = RedisTime.millis(link.answer(asked.time));
        List<Open> windows = windows(named, foreign);
        // Foreign names at the front must not hide Centralog's names after them.
        for (long seen = lastRank + 1; seen > 0 && named.size() == seen && !isAnyOver(windows, redisMillis); ) {
            named.addAll(link.answer(link.commands().zrangeWithScores(keys.open(signal), seen, 2 * seen - 1)));
            seen *= 2;
            foreign.clear();
            windows = windows(named, foreign);
        }
        String redisId = redisId(link.answer(asked.redisId));
        List<Lease> leased = known(held, (name, ends) -> lease(name, redisId, ends), foreign);
        return new StreamSnapshot(redisId, redisMillis, windows, leased, foreign);
    }

    private List<Open> windows(List<ScoredValue<byte[]>> entries, List<String> foreign) {
        return known(
                entries,
                (name, opened) -> {
                    Window window = Window.find(signal, name);
                    return window == null ? null : new Open(window, Math.round(opened * 1000));
                },
                foreign);
    }

    private @Nullable Lease lease(String name, String redisId, double ends) {
        SealedId id = find(name, redisId);
        return id == null ? null : new Lease(id, (long) ends);
    }

    private static boolean isAnyOver(List<Open> windows, long redisMillis) {
        return windows.stream().anyMatch(open -> open.window().end() * 1000 <= redisMillis);
    }

    /**
     * The replies to the commands of a look, in that order.
     *
     * @param fence a write that changes nothing, but that a replica refuses
     */
    private record Asked(
            RedisFuture<Long> fence,
            RedisFuture<List<byte[]>> time,
            RedisFuture<byte[]> redisId,
            RedisFuture<List<ScoredValue<byte[]>>> open,
            RedisFuture<List<ScoredValue<byte[]>>> leases) {}

    /** A reader of names with their scores; it returns null for a name that is not Centralog's. */
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
    public final long generations(Window window) {
        byte[] value = generation(window);
        String text = value == null ? "0" : new String(value, UTF_8);
        return GENERATION.matcher(text).matches()
                ? Long.parseLong(text)
                : RedisTime.millis(link.answer(link.commands().time()));
    }

    /** Returns the number of times that a window was sealed, as it is in Redis; null if nothing is there. */
    byte @Nullable [] generation(Window window) {
        return link.answer(link.commands().hget(keys.book(), Book.generation(window)));
    }

    @Override
    public Answer seal(SealedId id, long graceSeconds) {
        Window window = id.window();
        List<byte[]> arguments = List.of(
                RedisConnection.bytes(window),
                RedisConnection.bytes(window.seconds()),
                RedisConnection.bytes(graceSeconds),
                RedisConnection.bytes(id.redisId()),
                RedisConnection.bytes(id.generation()),
                owner,
                leaseMillis,
                RedisConnection.bytes(MAX_AHEAD_SECONDS));
        return granted(answer(scripts.list(ReaderScripts.SEAL, sealKeys(id, keys.book()), arguments)));
    }

    /** Returns the keys of the script {@code seal}; {@code generations} is the key that holds how often windows were sealed. */
    final List<byte[]> sealKeys(SealedId id, byte[] generations) {
        Window window = id.window();
        return List.of(
                keys.counts(window),
                keys.payloads(window),
                keys.open(signal),
                generations,
                keys.sealedCounts(id),
                keys.sealedPayloads(id),
                keys.leases(signal),
                keys.owners(signal));
    }

    @Override
    public final Answer takeOver(SealedId id) {
        return lease(id, "take");
    }

    @Override
    public final boolean extend(SealedId id) {
        return lease(id, "extend").number() > 0;
    }

    @Override
    public final boolean canAwaitDurable() {
        return durability.isNeeded();
    }

    @Override
    public final @Nullable String awaitDurable() {
        return durability.awaitMissing();
    }

    Answer lease(SealedId id, String how) {
        return granted(answer(scripts.list(
                ReaderScripts.LEASE,
                List.of(keys.leases(signal), keys.owners(signal), keys.sealedCounts(id)),
                List.of(RedisConnection.bytes(id), owner, leaseMillis, RedisConnection.bytes(how)))));
    }

    private static Answer granted(List<Object> answer) {
        boolean isAhead = answer.size() > 1 && ((byte[]) answer.get(1))[0] == 'a';
        return new Answer((Long) answer.get(0), isAhead);
    }

    /** Deletes a delivery; returns false if this reader does not hold it any more. */
    public final boolean acknowledge(SealedId id) {
        List<byte[]> keyNames =
                List.of(keys.sealedCounts(id), keys.sealedPayloads(id), keys.leases(signal), keys.owners(signal));
        return answer(scripts.number(ReaderScripts.ACK, keyNames, List.of(RedisConnection.bytes(keys.name(id)), owner)))
                == 1;
    }

    /**
     * Returns an iterator over all groups of a sealed delivery, which reads page by page. The delivery can't change, but it
     * can be deleted; {@code hasNext} then throws {@link DeliveryGoneException}, at the latest where the end would be.
     */
    public final Iterator<GroupCount> read(SealedId id) {
        return new SealedGroupIterator(link, scripts, new DeliveryLocation(keys, id));
    }

    /** A receiver of the names of a delivery. */
    public interface NameReader {
        void add(byte[] name, long count);
    }

    /**
     * Reads all names of a sealed delivery and their counts, without payloads. If the delivery was deleted meanwhile, some or
     * all names may be missing; {@link #readSome} notices that. Blocks.
     */
    public final void readNames(SealedId id, NameReader to) {
        SealedNames names = new SealedNames(link, new DeliveryLocation(keys, id));
        for (List<ScoredValue<byte[]>> page = names.next(); !page.isEmpty(); page = names.next()) {
            page.forEach(name -> to.add(name.getValue(), GroupIterator.repeats(name)));
        }
    }

    /**
     * Returns an iterator over some groups, in the order given and without their counts; otherwise the same as {@link #read}.
     *
     * @param names the number of names that the delivery holds; if that has changed, the delivery counts as deleted
     */
    public final Iterator<GroupCount> readSome(SealedId id, List<byte[]> groups, long names) {
        return new ChosenGroupIterator(
                link, scripts, new DeliveryLocation(keys, id), new ChosenGroupIterator.Choice(groups, names));
    }

    /** Returns an iterator over what an open window holds now, in no order; a group may come more than once. */
    public final Iterator<GroupCount> scan(Window window) {
        return new OpenGroupIterator(link, scripts, keys, window);
    }

    /** Returns whether there is a book to be trimmed. */
    public boolean hasBook() {
        return true;
    }

    /** Returns whether version 1 of the protocol has written here, and its keys were not removed since. Blocks. */
    public final boolean hasVersion1() {
        if (link.isOfCluster()) { // that version knew no clusters
            return false;
        }
        byte[] protocol =
                link.answer(link.commands().hget(keys.ofVersion1().meta(), RedisConnection.bytes("protocol")));
        return protocol != null && new String(protocol, UTF_8).equals("1");
    }

    /** Returns whether nothing waits under this store's keys, neither events nor actions. Blocks. */
    public final boolean isDrained() {
        return link.answer(link.commands()
                        .exists(
                                keys.open(Signal.EVENTS),
                                keys.open(Signal.ACTIONS),
                                keys.leases(Signal.EVENTS),
                                keys.leases(Signal.ACTIONS)))
                == 0;
    }

    @Override
    public Page page(String cursor) {
        MapScanCursor<byte[], byte[]> page =
                link.answer(link.commands().hscan(keys.book(), ScanCursor.of(cursor), BOOK_PAGE));
        List<Field> fields = new ArrayList<>();
        page.getMap().forEach((name, value) -> fields.add(new Field(name, value)));
        return new Page(fields, page.isFinished() ? Page.FIRST : page.getCursor());
    }

    @Override
    public long trim(Duration closedAge, Duration age, List<Field> fields) {
        List<byte[]> arguments = new ArrayList<>(2 + 2 * fields.size());
        arguments.add(RedisConnection.bytes(closedAge.toMillis()));
        arguments.add(RedisConnection.bytes(age.toMillis()));
        for (Field field : fields) {
            arguments.add(field.name());
            arguments.add(field.value());
        }
        List<byte[]> keyNames = List.of(keys.book(), keys.open(Signal.EVENTS), keys.open(Signal.ACTIONS));
        return answer(scripts.number(ReaderScripts.TRIM, keyNames, arguments));
    }

    final <T> T answer(CompletionStage<T> call) {
        return link.answer(call.toCompletableFuture());
    }

    @Override
    public void close() {
        link.close();
    }
}
