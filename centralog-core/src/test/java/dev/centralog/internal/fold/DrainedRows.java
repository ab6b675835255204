// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.internal.wire.GroupKey;
import dev.centralog.internal.wire.Window;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The drained events, by window and group: the counts, and the JSON of each group's first event. Each line is
 * confirmed at once.
 *
 * <p>Thread-safety: one thread.
 */
final class DrainedRows {
    private final Map<Long, Map<String, Long>> counts = new HashMap<>();
    private final Map<String, String> events = new HashMap<>();
    private long round;

    /** Drains as the shipper does at a flush. */
    void drain(DrainedFolder folds) {
        folds.windows.admitFresh();
        folds.windows.drain(
                new DrainSource.DrainContext(DrainedFolder.REDIS_MILLIS, 0, round++, false, false),
                new DrainSource.Sink() {
                    @Override
                    public boolean wantsMore() {
                        return true;
                    }

                    @Override
                    public void line(Window window, DrainSource.DrainedCount count) {
                        add(window, count.line());
                        folds.windows.confirmed(Objects.requireNonNull(count.entry()));
                    }

                    @Override
                    public void endOfWindow() {}
                });
    }

    private void add(Window window, BatchLine line) {
        String group = GroupKey.toHex(line.group());
        counts.computeIfAbsent(window.start(), start -> new HashMap<>()).merge(group, line.repeats(), Long::sum);
        if (line.payload().length > 0) {
            events.putIfAbsent(group, new String(line.payload(), UTF_8));
        }
    }

    /** Returns the counts of a second, by the names of their groups in hexadecimal digits. */
    Map<String, Long> of(long second) {
        return counts.getOrDefault(second, Map.of());
    }

    long count(long second, String group) {
        return of(second).getOrDefault(group, 0L);
    }

    long sum() {
        return counts.values().stream()
                .flatMap(each -> each.values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    String event(String group) {
        return events.getOrDefault(group, "");
    }

    Collection<String> events() {
        return events.values();
    }
}
