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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A look at what Redis holds under a key prefix. It changes nothing: no key is made where none is, and a replica answers too.
 * Each call blocks, bounded by the command timeout, takes a bounded number of commands whatever is in there, and throws
 * {@link CentralogException} where it fails.
 *
 * <p>Thread-safety: none.
 */
public final class RedisLook implements AutoCloseable {
    private static final int MOST_WINDOWS = 1000;
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
     * Connects.
     *
     * @throws CentralogException that says in one line what is wrong, without passwords
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

    /** Returns what the server says of itself. */
    public ServerState server() {
        return link.state();
    }

    /** Returns how long one answer takes. */
    public Duration answerTime() {
        long start = Clock.system().nanos();
        link.answer(link.commands().time());
        return Duration.ofNanos(Clock.system().nanos() - start);
    }

    /** Returns which protocol is written under the key prefix; null where nothing ever was. */
    public @Nullable String protocol() {
        byte[] protocol = link.answer(link.commands().hget(keys.meta(), RedisConnection.bytes("protocol")));
        return protocol == null ? null : new String(protocol, UTF_8);
    }

    /**
     * Windows of one signal.
     *
     * @param redisMillis Redis's time
     * @param openCount how many are not sealed
     * @param open the earliest of these
     * @param sealedCount how many are sealed and not acknowledged
     * @param sealed those whose leases end first
     */
    public record Windows(long redisMillis, long openCount, List<Open> open, long sealedCount, List<Lease> sealed) {}

    private record Asked(
            RedisFuture<List<byte[]>> time,
            RedisFuture<Long> openCount,
            RedisFuture<List<ScoredValue<byte[]>>> open,
            RedisFuture<Long> sealedCount,
            RedisFuture<List<ScoredValue<byte[]>>> sealed) {}

    /** Returns the windows of a signal; at most {@value #MOST_WINDOWS} of a kind by name, all of them in number. */
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
     * What the book knows of producers.
     *
     * @param ever whether any has ever sent something, as far as that is not older than the book
     * @param recent of how many producer ids Redis has applied a batch within the last minute
     * @param lastBatchMillis when it has applied the last batch of any, by its own time; 0 if never
     * @param redisMillis that time now
     * @param complete false where the book is larger than what was looked at
     */
    public record Producers(boolean ever, long recent, long lastBatchMillis, long redisMillis, boolean complete) {}

    /** Returns what is known of producers. */
    public Producers producers() {
        long now = RedisTime.millis(link.answer(link.commands().time()));
        boolean ever = false;
        long recent = 0;
        long last = 0;
        ScanCursor cursor = ScanCursor.INITIAL;
        for (int page = 0; page < BOOK_PAGES && !cursor.isFinished(); page++) {
            MapScanCursor<byte[], byte[]> fields = link.answer(link.commands().hscan(keys.book(), cursor, BOOK_PAGE));
            for (var field : fields.getMap().entrySet()) {
                ever |= !Arrays.equals(field.getKey(), Book.redisIdField()); // markers, or what trimmed ones have left
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

    /**
     * Other key prefixes.
     *
     * @param names of streams of this version; those that were found
     * @param complete false where Redis holds more keys than were looked at, or does not let this user look
     */
    public record Prefixes(SortedSet<String> names, boolean complete) {}

    /** Returns under which other prefixes there are streams, as far as the first keys tell: some 200,000. */
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
