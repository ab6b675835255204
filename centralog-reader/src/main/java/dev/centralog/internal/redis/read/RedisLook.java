// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.Settings;
import dev.centralog.internal.redis.Book;
import dev.centralog.internal.redis.KeySpace;
import dev.centralog.internal.redis.RedisConnection;
import dev.centralog.internal.redis.RedisErrors;
import dev.centralog.internal.redis.RedisTime;
import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.redis.ServerState;
import dev.centralog.internal.redis.StreamInfo;
import dev.centralog.internal.redis.read.RedisGatherStore.Lease;
import dev.centralog.internal.redis.read.RedisGatherStore.Open;
import dev.centralog.internal.ship.Marker;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.ScoredValueScanCursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A view of what Redis holds under a key prefix. It changes nothing: it makes no key, and it works on a replica, too. Each call
 * blocks, bounded by the command timeout, sends a bounded number of commands whatever Redis holds, and throws
 * {@link CentralogException} if it fails.
 *
 * <p>Thread-safety: none.
 */
public final class RedisLook implements AutoCloseable {
    private static final int MOST_WINDOWS = 1000;
    private static final int MOST_NAMES = 20_000;
    private static final ScanArgs NAMES_PAGE = ScanArgs.Builder.limit(1000);

    /** The bytes of a name of events: the group, then the process. */
    private static final int NAME_BYTES = 24;

    private static final int GROUP_BYTES = 16;
    private static final int BOOK_PAGES = 200;
    private static final ScanArgs BOOK_PAGE = ScanArgs.Builder.limit(500);
    private static final int KEY_PAGES = 200;
    private static final ScanArgs META_KEYS =
            ScanArgs.Builder.limit(1000).match("{*." + StreamInfo.PROTOCOL + "}:meta");
    private static final Pattern META = Pattern.compile("\\{(.+)\\." + StreamInfo.PROTOCOL + "}:meta");

    private final RedisConnection link;
    private final KeySpace keys;

    private RedisLook(RedisConnection link, KeySpace keys) {
        this.link = link;
        this.keys = keys;
    }

    /**
     * Connects to Redis and returns a view.
     *
     * @throws CentralogException if that fails; the message says in one line what is wrong, and holds no passwords
     */
    public static RedisLook open(CentralogConfig config) {
        RedisConnection link = new RedisConnection(config, null);
        try {
            link.connect();
            return new RedisLook(link, new KeySpace(config.get(Settings.KEY_PREFIX), 0));
        } catch (RuntimeException e) {
            link.close();
            throw e;
        }
    }

    /** Returns the state that the server reports. */
    public ServerState server() {
        return link.state();
    }

    /** Returns the time that one reply takes. */
    public Duration answerTime() {
        long start = Clock.system().nanos();
        link.answer(link.commands().time());
        return Duration.ofNanos(Clock.system().nanos() - start);
    }

    /** Returns the protocol version that is noted under the key prefix; null if nothing was ever written there. */
    public @Nullable String protocol() {
        byte[] protocol = link.answer(link.commands().hget(keys.meta(), RedisConnection.bytes("protocol")));
        return protocol == null ? null : new String(protocol, UTF_8);
    }

    /** Returns the redis id; null if there is none, as nothing was ever read or written. */
    public @Nullable String redisId() {
        byte[] id = link.answer(link.commands().hget(keys.book(), Book.redisIdField()));
        return id == null ? null : new String(id, UTF_8);
    }

    /**
     * The windows of one signal.
     *
     * @param redisMillis Redis's time
     * @param openCount the number of windows that are not sealed
     * @param open the earliest of these
     * @param sealedCount the number of deliveries that are not acknowledged
     * @param sealed those deliveries whose leases end first
     */
    public record Windows(long redisMillis, long openCount, List<Open> open, long sealedCount, List<Lease> sealed) {}

    private record Asked(
            RedisFuture<List<byte[]>> time,
            RedisFuture<Long> openCount,
            RedisFuture<List<ScoredValue<byte[]>>> open,
            RedisFuture<Long> sealedCount,
            RedisFuture<List<ScoredValue<byte[]>>> sealed) {}

    /** Returns the windows of a signal: the numbers of all, and at most {@value #MOST_WINDOWS} of each kind by name. */
    public Windows windows(Signal signal) {
        Asked asked = link.together(commands -> new Asked(
                commands.time(),
                commands.zcard(keys.open(signal)),
                commands.zrangeWithScores(keys.open(signal), 0, MOST_WINDOWS - 1),
                commands.zcard(keys.leases(signal)),
                commands.zrangeWithScores(keys.leases(signal), 0, MOST_WINDOWS - 1)));
        List<Open> open = new ArrayList<>();
        for (ScoredValue<byte[]> each : link.answer(asked.open)) {
            Window window = Window.find(signal, new String(each.getValue(), UTF_8));
            if (window != null) {
                open.add(new Open(window, Math.round(each.getScore() * 1000)));
            }
        }
        List<Lease> sealed = new ArrayList<>();
        for (ScoredValue<byte[]> each : link.answer(asked.sealed)) {
            SealedId id = SealedId.find(signal, new String(each.getValue(), UTF_8));
            if (id != null) {
                sealed.add(new Lease(id, (long) each.getScore()));
            }
        }
        return new Windows(
                RedisTime.millis(link.answer(asked.time)),
                link.answer(asked.openCount),
                open,
                link.answer(asked.sealedCount),
                sealed);
    }

    /**
     * The book's knowledge of producers.
     *
     * @param ever whether any producer has ever sent something, since the book was made
     * @param recent the number of producer ids of which Redis has applied a batch within the last minute
     * @param lastBatchMillis the time, by Redis's clock, when it applied the last batch of any producer; 0 if never
     * @param redisMillis the present time by Redis's clock
     * @param complete false if only a part of the book was looked at, because it is too large
     */
    public record Producers(boolean ever, long recent, long lastBatchMillis, long redisMillis, boolean complete) {}

    /** Returns the book's knowledge of producers. */
    public Producers producers() {
        long now = RedisTime.millis(link.answer(link.commands().time()));
        boolean ever = false;
        long recent = 0;
        long last = 0;
        ScanCursor cursor = ScanCursor.INITIAL;
        for (int page = 0; page < BOOK_PAGES && !cursor.isFinished(); page++) {
            MapScanCursor<byte[], byte[]> fields = link.answer(link.commands().hscan(keys.book(), cursor, BOOK_PAGE));
            for (var field : fields.getMap().entrySet()) {
                ever |= !Arrays.equals(field.getKey(), Book.redisIdField()); // markers, or the note that trimming left
                if (Book.isMarker(field.getKey())) {
                    Marker marker = Book.marker(field.getValue());
                    recent += marker.seenMillis() >= now - 60_000 ? 1 : 0;
                    last = Math.max(last, marker.seenMillis());
                }
            }
            cursor = fields;
        }
        return new Producers(ever, recent, last, now, cursor.isFinished());
    }

    /** Returns the gatherers that say that they run, or have said so within a day, in no order. */
    public List<Presence> gatherers() {
        return Presences.read(link, keys);
    }

    /**
     * The events that wait, by the process that has counted them.
     *
     * @param events the number of events, by the process in 16 hexadecimal digits
     * @param complete false if only a part was looked at, because it is too much
     */
    public record Waiting(Map<String, Long> events, boolean complete) {}

    /** Returns the events that wait, by process, as far as the first {@value #MOST_NAMES} names or so show. */
    public Waiting waiting() {
        Windows windows = windows(Signal.EVENTS);
        Map<String, Long> events = new TreeMap<>();
        long names = 0;
        List<byte[]> counts = new ArrayList<>();
        windows.sealed().forEach(each -> counts.add(keys.sealedCounts(each.id())));
        windows.open().forEach(each -> counts.add(keys.counts(each.window())));
        for (byte[] key : counts) {
            ScanCursor cursor = ScanCursor.INITIAL;
            while (!cursor.isFinished()) {
                if (names >= MOST_NAMES) {
                    return new Waiting(events, false);
                }
                ScoredValueScanCursor<byte[]> page = link.answer(link.commands().zscan(key, cursor, NAMES_PAGE));
                for (ScoredValue<byte[]> each : page.getValues()) {
                    names++;
                    if (each.getValue().length == NAME_BYTES) {
                        byte[] process = Arrays.copyOfRange(each.getValue(), GROUP_BYTES, NAME_BYTES);
                        events.merge(HexFormat.of().formatHex(process), (long) each.getScore(), Long::sum);
                    }
                }
                cursor = page;
            }
            names++; // an empty window costs a command, too
        }
        boolean isAll = windows.sealedCount() == windows.sealed().size()
                && windows.openCount() == windows.open().size();
        return new Waiting(events, isAll);
    }

    /**
     * The other key prefixes in the same Redis.
     *
     * @param names the prefixes that were found; only those of this protocol version
     * @param complete false if Redis holds more keys than were looked at, or does not permit this user to look
     */
    public record Prefixes(SortedSet<String> names, boolean complete) {}

    /** Returns the other prefixes in use, as far as the first 200,000 keys or so show. */
    public Prefixes otherPrefixes() {
        SortedSet<String> names = new TreeSet<>();
        ScanCursor cursor = ScanCursor.INITIAL;
        try {
            for (int page = 0; page < KEY_PAGES && !cursor.isFinished(); page++) {
                KeyScanCursor<byte[]> found = link.answer(link.commands().scan(cursor, META_KEYS));
                for (byte[] key : found.getKeys()) {
                    Matcher meta = META.matcher(new String(key, UTF_8));
                    if (meta.matches() && !meta.group(1).equals(keys.prefix())) {
                        names.add(meta.group(1));
                    }
                }
                cursor = found;
            }
        } catch (CentralogException e) {
            if (!RedisErrors.isNoPermission(e)) {
                throw e;
            }
        }
        return new Prefixes(names, cursor.isFinished());
    }

    @Override
    public void close() {
        link.close();
    }
}
