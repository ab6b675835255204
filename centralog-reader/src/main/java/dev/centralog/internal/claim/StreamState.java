// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.internal.redis.read.RedisGatherStore.Lease;
import dev.centralog.internal.redis.read.RedisGatherStore.Open;
import dev.centralog.internal.redis.read.RedisLook.Windows;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The windows of one signal that wait in Redis, and for how long they have waited: for the supervision of gatherers.
 *
 * @param open the number of windows that are not sealed
 * @param sealed the number of deliveries that are not yet stored or not yet acknowledged
 * @param held the number of those that some gatherer has on lease now
 * @param oldest the start of the earliest window of all; null if there is none
 * @param overdue the time for which each due window or delivery has been due, by its partition and name
 */
public record StreamState(
        long open, long sealed, long held, @Nullable Instant oldest, Map<String, Duration> overdue) {
    public StreamState {
        overdue = Map.copyOf(overdue);
    }

    /** Returns the state that a look at the windows of all partitions shows, by the rules of their signal. */
    public static StreamState of(List<Windows> partitions, WindowTimes times) {
        return partitions.stream()
                .map(each -> of(each, times))
                .reduce(StreamState::and)
                .orElseThrow();
    }

    private StreamState and(StreamState other) {
        Map<String, Duration> all = new HashMap<>(overdue);
        all.putAll(other.overdue);
        Instant first = Stream.of(Optional.ofNullable(oldest), Optional.ofNullable(other.oldest))
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .orElse(null);
        return new StreamState(open + other.open, sealed + other.sealed, held + other.held, first, all);
    }

    private static StreamState of(Windows windows, WindowTimes times) {
        String partition = windows.partition() + "/";
        Map<String, Duration> overdue = new HashMap<>();
        for (Open each : windows.open()) {
            long due = dueMillis(each.window(), times);
            if (each.isLate()) {
                due = Math.max(due, each.openedMillis() + times.lateHoldMillis(each.window()));
            }
            add(overdue, partition + each.window(), windows.redisMillis() - due);
        }
        for (Lease each : windows.sealed()) {
            add(
                    overdue,
                    partition + each.id(),
                    windows.redisMillis() - dueMillis(each.id().window(), times));
        }
        long held = windows.sealed().stream()
                .filter(each -> each.endsMillis() > windows.redisMillis())
                .count();
        Instant oldest = Stream.concat(
                        windows.open().stream().map(Open::window),
                        windows.sealed().stream().map(each -> each.id().window()))
                .map(window -> Instant.ofEpochSecond(window.start()))
                .min(Instant::compareTo)
                .orElse(null);
        return new StreamState(windows.openCount(), windows.sealedCount(), held, oldest, overdue);
    }

    private static long dueMillis(Window window, WindowTimes times) {
        return (window.end() + times.graceSeconds(window)) * 1000;
    }

    private static void add(Map<String, Duration> overdue, String name, long millis) {
        if (millis > 0) {
            overdue.put(name, Duration.ofMillis(millis));
        }
    }

    /** Returns the number of windows that wait, sealed or not. */
    public long waiting() {
        return open + sealed;
    }

    /** Returns the longest time for which any of them has been due; zero if none is due. */
    public Duration longestOverdue() {
        return overdue.values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /**
     * Returns this state with only those overdue windows that were overdue in an earlier state, too. Counts that come hours
     * late open a window that at once has been due for hours, but is taken within a second; it must not raise an alarm.
     */
    public StreamState stillOverdue(StreamState before) {
        Set<String> windows = before.overdue.keySet().stream()
                .map(StreamState::window)
                .collect(Collectors.toCollection(HashSet::new));
        Map<String, Duration> still = new HashMap<>(overdue);
        still.keySet().removeIf(name -> !windows.contains(window(name)));
        return new StreamState(open, sealed, held, oldest, still);
    }

    /** Returns the window's name; once a window is sealed, the redis id and the generation follow it. */
    private static String window(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }
}
