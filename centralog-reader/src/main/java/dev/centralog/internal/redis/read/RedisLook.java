// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.Settings;
import dev.centralog.internal.redis.KeySpace;
import dev.centralog.internal.redis.RedisConnection;
import dev.centralog.internal.redis.RedisErrors;
import dev.centralog.internal.redis.ServerState;
import dev.centralog.internal.redis.StreamInfo;
import dev.centralog.internal.redis.read.RedisGatherStore.Lease;
import dev.centralog.internal.redis.read.RedisGatherStore.Open;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.Window.Signal;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A view of what Redis holds under a key prefix. It changes nothing: it makes no key, and it works on a replica, too. Each call
 * blocks, each command bounded by the command timeout, sends a bounded number of commands to a server whatever Redis holds, and
 * throws {@link CentralogException} if it fails.
 *
 * <p>Thread-safety: none.
 */
public final class RedisLook implements AutoCloseable {
    private static final int MOST_NAMES = 20_000;
    private static final int KEY_PAGES = 200;
    private static final ScanArgs META_KEYS =
            ScanArgs.Builder.limit(1000).match("{*." + StreamInfo.PROTOCOL + "}:meta");
    private static final Pattern META = Pattern.compile("\\{(.+)\\." + StreamInfo.PROTOCOL + "}:meta");

    private final RedisConnection meta;
    private final KeySpace keys;
    private final List<RedisConnection> links = new ArrayList<>();
    private final List<PartitionLook> partitions = new ArrayList<>();

    private RedisLook(RedisConnection meta, KeySpace keys) {
        this.meta = meta;
        this.keys = keys;
    }

    /**
     * Connects to Redis, in a cluster to each node that has partitions, and returns a view.
     *
     * @throws CentralogException if that fails; the message says in one line what is wrong, and holds no passwords
     */
    public static RedisLook open(CentralogConfig config) {
        KeySpace keys = new KeySpace(config.get(Settings.KEY_PREFIX), 0);
        RedisLook look = new RedisLook(new RedisConnection(config, null, keys.meta()), keys);
        try {
            look.meta.connect();
            look.open(config, StreamInfo.partitions(look.meta, keys));
            return look;
        } catch (RuntimeException e) {
            look.close();
            throw e;
        }
    }

    /** Makes a connection to each node that has some of that many partitions. */
    private void open(CentralogConfig config, int count) {
        List<KeySpace> left = IntStream.range(0, count)
                .mapToObj(partition -> new KeySpace(keys.prefix(), partition))
                .collect(Collectors.toCollection(ArrayList::new));
        for (RedisConnection link = meta; !left.isEmpty(); ) {
            List<KeySpace> there = link.having(left, KeySpace::book);
            if (there.isEmpty() && link != meta) {
                there = List.of(left.get(0)); // it is moving; the replies say so
            }
            for (KeySpace each : there) {
                partitions.add(new PartitionLook(link, each));
                left.remove(each);
            }
            if (!left.isEmpty()) {
                link = new RedisConnection(config, null, left.get(0).book());
                links.add(link);
                link.connect();
            }
        }
        partitions.sort(Comparator.comparing(each -> each.keys().partition()));
    }

    /** Whether it looks at a cluster. */
    public boolean isOfCluster() {
        return meta.isOfCluster();
    }

    /** Returns the state that the server reports; in a cluster, of the nodes that have partitions the one that is fullest. */
    public ServerState server() {
        return ServerState.fullest(partitions.stream()
                .map(PartitionLook::link)
                .distinct()
                .map(RedisConnection::state)
                .toList());
    }

    /** Returns the time that one reply takes. */
    public Duration answerTime() {
        long start = Clock.system().nanos();
        meta.answer(meta.commands().time());
        return Duration.ofNanos(Clock.system().nanos() - start);
    }

    /** Returns the protocol version that is noted under the key prefix; null if nothing was ever written there. */
    public @Nullable String protocol() {
        byte[] protocol = meta.answer(meta.commands().hget(keys.meta(), RedisConnection.bytes("protocol")));
        return protocol == null ? null : new String(protocol, UTF_8);
    }

    /** Returns the redis ids of all partitions that have one, as something was read or written there. */
    public Set<String> redisIds() {
        Set<String> ids = new LinkedHashSet<>();
        for (PartitionLook each : partitions) {
            String id = each.redisId();
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    /**
     * The windows of one signal in one partition.
     *
     * @param partition the number of the partition
     * @param redisMillis Redis's time
     * @param openCount the number of windows that are not sealed
     * @param open the earliest of these
     * @param sealedCount the number of deliveries that are not acknowledged
     * @param sealed those deliveries whose leases end first
     */
    public record Windows(
            int partition, long redisMillis, long openCount, List<Open> open, long sealedCount, List<Lease> sealed) {}

    /** Returns the windows of a signal in each partition: the numbers of all, and at most 1,000 of each kind by name. */
    public List<Windows> windows(Signal signal) {
        return partitions.stream().map(each -> each.windows(signal)).toList();
    }

    /**
     * The books' knowledge of producers.
     *
     * @param ever whether any producer has ever sent something, since the books were made
     * @param recent the number of producer ids of which Redis has applied a batch within the last minute
     * @param lastBatchMillis the time, by Redis's clock, when it applied the last batch of any producer; 0 if never
     * @param redisMillis the present time by Redis's clock
     * @param complete false if only a part of the books was looked at, because they are too large
     */
    public record Producers(boolean ever, long recent, long lastBatchMillis, long redisMillis, boolean complete) {
        Producers and(Producers other) {
            return new Producers(
                    ever || other.ever,
                    recent + other.recent,
                    Math.max(lastBatchMillis, other.lastBatchMillis),
                    Math.max(redisMillis, other.redisMillis),
                    complete && other.complete);
        }
    }

    /** Returns the books' knowledge of producers. */
    public Producers producers() {
        return partitions.stream()
                .map(PartitionLook::producers)
                .reduce(Producers::and)
                .orElseThrow();
    }

    /** Returns the gatherers that say that they run, or have said so within a day, in no order. */
    public List<Presence> gatherers() {
        return Presences.read(partitions.get(0).link(), keys);
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
        Map<String, Long> events = new TreeMap<>();
        long names = 0;
        for (PartitionLook each : partitions) {
            names = each.addWaiting(events, names, MOST_NAMES);
        }
        return new Waiting(events, names < MOST_NAMES);
    }

    /**
     * The other key prefixes in the same Redis.
     *
     * @param names the prefixes that were found; only those of this protocol version
     * @param complete false if Redis holds more keys than were looked at, does not permit this user to look, or has a primary
     *     that is unavailable
     */
    public record Prefixes(SortedSet<String> names, boolean complete) {}

    /**
     * Returns the other prefixes in use, as far as the first 200,000 keys or so of each server show. In a cluster it connects to
     * one primary after the other, as the data of a prefix may be in any of them, and that may take long.
     */
    public Prefixes otherPrefixes() {
        SortedSet<String> names = new TreeSet<>();
        List<RedisConnection> primaries = meta.toPrimaries();
        boolean isComplete = !primaries.isEmpty() || (addPrefixes(meta, names) && !meta.isOfCluster());
        for (RedisConnection each : primaries) {
            try (each) {
                each.connect();
                isComplete &= addPrefixes(each, names);
            } catch (CentralogException ignored) { // a primary that has none of the partitions may be down
                isComplete = false;
            }
        }
        return new Prefixes(names, isComplete);
    }

    /** Adds the other prefixes in one server, and returns whether all its keys were looked at. */
    private boolean addPrefixes(RedisConnection link, SortedSet<String> names) {
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
        return cursor.isFinished();
    }

    @Override
    public void close() {
        links.forEach(RedisConnection::close);
        meta.close();
    }
}
