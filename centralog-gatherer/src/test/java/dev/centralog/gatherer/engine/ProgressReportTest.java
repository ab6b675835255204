// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.sink.Stored;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressReportTest {
    private static final Map<String, Long> EMPTY = waiting(0, 0);
    private static final Duration NO_LAG = Duration.ZERO;

    private final ProgressReport report = new ProgressReport();

    private static Map<String, Long> waiting(long windows, long slices) {
        Map<String, Long> waiting = new LinkedHashMap<>();
        waiting.put("windows", windows);
        waiting.put("slices", slices);
        return Collections.unmodifiableMap(waiting);
    }

    private static StreamStats stream(long rows, long repeats, Duration lag) {
        return new StreamStats(0, 0, 0, new Stored(rows, repeats, 0, 0, Map.of(), Map.of()), null, lag, null);
    }

    private static GatherStats stats(StreamStats events, StreamStats actions) {
        return new GatherStats(events, actions, 0, Duration.ZERO, Duration.ZERO, null);
    }

    private static GatherStats events(long rows, long repeats, Duration lag) {
        return stats(stream(rows, repeats, lag), stream(0, 0, NO_LAG));
    }

    @Test
    void work_isToldSinceTheLastLine() {
        assertThat(report.next(events(10, 400, Duration.ofMillis(1200)), waiting(3, 2)))
                .isEqualTo(
                        "stored 400 events in 10 rows and 0 actions in 0 rows since the last report; lag: events 1.2 s,"
                                + " actions 0.0 s; backlog in Redis: 3 windows, 2 slices");
        assertThat(report.next(events(12, 900, NO_LAG), waiting(1, 2)))
                .startsWith("stored 500 events in 2 rows")
                .endsWith("backlog in Redis: 1 windows, 2 slices");
    }

    @Test
    void actions_areWorkToo() {
        assertThat(report.next(stats(stream(0, 0, NO_LAG), stream(3, 30, Duration.ofSeconds(9))), EMPTY))
                .contains("0 events in 0 rows and 30 actions in 3 rows", "lag: events 0.0 s, actions 9.0 s");
    }

    @Test
    void databaseAway_isToldEachTime() {
        assertThat(report.next(events(0, 0, Duration.ofSeconds(61)), waiting(60, 0)))
                .contains("stored 0 events", "lag: events 61.0 s", "60 windows");
        assertThat(report.next(events(0, 0, Duration.ofSeconds(121)), waiting(120, 0)))
                .contains("lag: events 121.0 s");
    }

    @Test
    void nothingToDo_isSaidOnce() {
        assertThat(report.next(events(1, 1, NO_LAG), EMPTY)).isNotNull();
        assertThat(report.idleRounds()).isZero();
        assertThat(report.next(events(1, 1, NO_LAG), waiting(0, 2)))
                .isEqualTo("nothing to store since the last report; backlog in Redis: 0 windows, 2 slices");
        assertThat(report.idleRounds()).isEqualTo(1);
        assertThat(report.next(events(1, 1, NO_LAG), EMPTY)).isNull();
        assertThat(report.idleRounds()).isEqualTo(2);
        assertThat(report.next(events(2, 2, NO_LAG), EMPTY)).startsWith("stored 1 events in 1 rows");
        assertThat(report.idleRounds()).isZero();
    }

    @Test
    void redisAway_isLeftToWhoeverSaysThat() {
        assertThat(report.next(events(0, 0, Duration.ofSeconds(61)), null)).isNull();
        assertThat(report.next(events(1, 1, NO_LAG), null)).endsWith("backlog in Redis: not known");
    }
}
