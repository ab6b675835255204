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
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What waits in Redis of one signal, and for how long: for those who watch gatherers.
 *
 * @param open how many windows are not sealed
 * @param sealed how many are sealed, and not yet stored or not yet acknowledged
 * @param held how many of the latter some gatherer has on lease now
 * @param oldest when the earliest of all began; null if none is there
 * @param overdue for how long each has been due that is, by its name
 */
public record StreamState(
        long open, long sealed, long held, @Nullable Instant oldest, Map<String, Duration> overdue) {
    public StreamState {
        overdue = Map.copyOf(overdue);
    }

    /** Returns what windows come to, by the rules of that signal. */
    public static StreamState of(Windows windows, WindowTimes times) {
        Map<String, Duration> overdue = new HashMap<>();
        for (Open each : windows.open()) {
            long due = dueMillis(each.window(), times);
            if (each.isLate()) {
                due = Math.max(due, each.openedMillis() + times.lateHoldMillis(each.window()));
            }
            add(overdue, each.window().toString(), windows.redisMillis() - due);
        }
        for (Lease each : windows.sealed()) {
            add(
                    overdue,
                    each.id().toString(),
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

    /** Returns how many wait, sealed or not. */
    public long waiting() {
        return open + sealed;
    }

    /** Returns for how long the one has been due that waits longest; zero if none is due. */
    public Duration longestOverdue() {
        return overdue.values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /**
     * Returns the same without what was not there before: a report that comes hours late opens a window that has been due for
     * hours at once, and is taken within a second.
     */
    public StreamState stillOverdue(StreamState before) {
        Set<String> windows = before.overdue.keySet().stream()
                .map(StreamState::window)
                .collect(Collectors.toCollection(HashSet::new));
        Map<String, Duration> still = new HashMap<>(overdue);
        still.keySet().removeIf(name -> !windows.contains(window(name)));
        return new StreamState(open, sealed, held, oldest, still);
    }

    /** Sealed meanwhile, it has its window's name with more behind it. */
    private static String window(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }
}
