// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.internal.redis.KeySpace;
import dev.centralog.internal.redis.RedisConnection;
import dev.centralog.internal.redis.RedisTime;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The key in which gatherers say that they run, over a connection of its own that is made when it is first needed. Each call blocks,
 * bounded by the connect and command timeouts, and throws {@link dev.centralog.CentralogException} if it fails.
 *
 * <p>Thread-safety: none.
 */
public final class Presences implements AutoCloseable {
    /** The time after which what a gatherer has said is removed. */
    static final Duration KEPT = Duration.ofDays(1);

    private static final int MOST_PAGES = 4;
    private static final ScanArgs PAGE = ScanArgs.Builder.limit(500);

    private final RedisConnection link;
    private final KeySpace keys;
    private @Nullable Presence said;

    public Presences(CentralogConfig config) {
        keys = new KeySpace(config.get(Settings.KEY_PREFIX), 0);
        link = new RedisConnection(config, null, keys.gatherers());
    }

    /** Says that a gatherer runs, and removes what others have said long ago. */
    public void say(String id, String host, long pid, String version) {
        link.connect();
        long now = RedisTime.millis(link.answer(link.commands().time()));
        Presence before = said;
        Presence next = before == null ? new Presence(id, host, pid, version, now, now) : before.seen(now);
        link.answer(link.commands().hset(keys.gatherers(), id.getBytes(UTF_8), next.value()));
        said = next;
        each(link, keys, (field, value) -> {
            Presence other = Presence.of(field, value);
            if (other == null || Math.abs(now - other.seenMillis()) > KEPT.toMillis()) {
                link.answer(link.commands().hdel(keys.gatherers(), field));
            }
        });
    }

    /** Removes what was said. */
    public void leave() {
        Presence last = said;
        if (last != null) {
            link.answer(link.commands().hdel(keys.gatherers(), last.id().getBytes(UTF_8)));
        }
    }

    /** Returns all that is said, in no order; of very many, some. */
    static List<Presence> read(RedisConnection link, KeySpace keys) {
        List<Presence> found = new ArrayList<>();
        each(link, keys, (field, value) -> {
            Presence presence = Presence.of(field, value);
            if (presence != null) {
                found.add(presence);
            }
        });
        return found;
    }

    private static void each(RedisConnection link, KeySpace keys, BiConsumer<byte[], byte[]> reader) {
        ScanCursor cursor = ScanCursor.INITIAL;
        for (int page = 0; page < MOST_PAGES && !cursor.isFinished(); page++) {
            MapScanCursor<byte[], byte[]> fields = link.answer(link.commands().hscan(keys.gatherers(), cursor, PAGE));
            fields.getMap().forEach(reader);
            cursor = fields;
        }
    }

    @Override
    public void close() {
        link.close();
    }
}
