// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.internal.redis.Book;
import dev.centralog.internal.redis.KeySpace;
import dev.centralog.internal.redis.RedisConnection;
import dev.centralog.internal.redis.RedisTime;
import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.redis.read.RedisGatherStore.Lease;
import dev.centralog.internal.redis.read.RedisGatherStore.Open;
import dev.centralog.internal.redis.read.RedisLook.Producers;
import dev.centralog.internal.redis.read.RedisLook.Windows;
import dev.centralog.internal.ship.Marker;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.ScoredValueScanCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A view of what one partition holds, as {@link RedisLook} says.
 *
 * <p>Thread-safety: none.
 *
 * @param link a connection to the server that has the partition
 */
record PartitionLook(RedisConnection link, KeySpace keys) {
    private static final int MOST_WINDOWS = 1000;
    private static final ScanArgs NAMES_PAGE = ScanArgs.Builder.limit(1000);

    /** The bytes of a name of events: the group, then the process. */
    private static final int NAME_BYTES = 24;

    private static final int GROUP_BYTES = 16;
    private static final int BOOK_PAGES = 200;
    private static final ScanArgs BOOK_PAGE = ScanArgs.Builder.limit(500);

    /** Returns the redis id; null if there is none, as nothing was ever read or written. */
    @Nullable
    String redisId() {
        byte[] id = link.answer(link.commands().hget(keys.book(), Book.redisIdField()));
        return id == null ? null : new String(id, UTF_8);
    }

    private record Asked(
            RedisFuture<List<byte[]>> time,
            RedisFuture<Long> openCount,
            RedisFuture<List<ScoredValue<byte[]>>> open,
            RedisFuture<Long> sealedCount,
            RedisFuture<List<ScoredValue<byte[]>>> sealed) {}

    /** Returns the windows of a signal: the numbers of all, and at most {@value #MOST_WINDOWS} of each kind by name. */
    Windows windows(Signal signal) {
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
                keys.partition(),
                RedisTime.millis(link.answer(asked.time)),
                link.answer(asked.openCount),
                open,
                link.answer(asked.sealedCount),
                sealed);
    }

    /** Returns the book's knowledge of producers. */
    Producers producers() {
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

    /**
     * Adds the events that wait to those of other partitions, by process, as long as fewer than that many names were read.
     *
     * @param read the number of names that were read before
     * @return the number of names that were read; {@code most} or more if there may be more
     */
    long addWaiting(Map<String, Long> events, long read, long most) {
        Windows windows = windows(Signal.EVENTS);
        long names = read;
        List<byte[]> counts = new ArrayList<>();
        windows.sealed().forEach(each -> counts.add(keys.sealedCounts(each.id())));
        windows.open().forEach(each -> counts.add(keys.counts(each.window())));
        for (byte[] key : counts) {
            ScanCursor cursor = ScanCursor.INITIAL;
            while (!cursor.isFinished()) {
                if (names >= most) {
                    return names;
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
        return isAll ? names : Math.max(names, most);
    }
}
