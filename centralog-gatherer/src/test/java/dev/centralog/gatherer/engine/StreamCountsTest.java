// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.sink.Stored;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamCountsTest {
    private static final Instant START = Instant.parse("2026-01-31T23:59:58Z");
    private static final Stored SOME = new Stored(2, 7, 1, 0, Map.of("full", 3L), Map.of("rejected", 1L));

    private Instant now = START;
    private final StreamCounts counts = new StreamCounts(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void lag_beforeAnythingWasStored_isFromTheStart() {
        now = START.plusSeconds(9);

        assertThat(counts.stats().lag()).isEqualTo(Duration.ofSeconds(9));
        assertThat(counts.stats().lastCommit()).isNull();
    }

    @Test
    void lag_latestWindowStored_isFromItsEnd() {
        now = START.plusSeconds(100);
        counts.stored(SOME, START.minusSeconds(50), Duration.ZERO);
        counts.stored(SOME, START.minusSeconds(70), Duration.ZERO);

        assertThat(counts.stats().lag()).isEqualTo(Duration.ofSeconds(150));
        assertThat(counts.stats().lastCommit()).isEqualTo(now);
    }

    @Test
    void lag_nothingDue_isZeroUntilRedisDoesNotAnswer() {
        counts.stored(SOME, START, Duration.ZERO);
        now = START.plusSeconds(100);

        counts.nothingClaimed(true);
        assertThat(counts.stats().lag()).isZero();

        counts.nothingClaimed(false);
        assertThat(counts.stats().lag()).isEqualTo(Duration.ofSeconds(100));

        counts.nothingClaimed(true);
        counts.claimed();
        assertThat(counts.stats().lag()).isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void stats_windowsStored_areAddedUpByReason() {
        counts.claimed();
        counts.read();
        counts.stored(SOME, START, Duration.ZERO);
        counts.stored(new Stored(1, 1, 0, 0, Map.of("closed", 1L, "full", 2L), Map.of()), START, Duration.ZERO);

        assertThat(counts.stats())
                .returns(1L, StreamStats::claimed)
                .returns(1L, StreamStats::read)
                .returns(2L, StreamStats::windows)
                .returns(
                        new Stored(3, 8, 1, 0, Map.of("full", 5L, "closed", 1L), Map.of("rejected", 1L)),
                        StreamStats::stored);
    }

    @Test
    void latency_ofTheLastMinutes_isTheLastTheMedianAndTheHighest() {
        assertThat(counts.stats().latency()).isNull();
        counts.stored(SOME, START, Duration.ofHours(1));
        now = START.plus(StoreTimes.KEPT).plusSeconds(1);
        for (int millis = 200; millis > 0; millis--) {
            counts.stored(SOME, START, Duration.ofMillis(millis));
        }

        assertThat(counts.stats().latency())
                .isEqualTo(new StoreLatency(Duration.ofMillis(1), Duration.ofMillis(100), Duration.ofMillis(198)));

        now = now.plus(StoreTimes.KEPT).plusSeconds(1);
        assertThat(counts.stats().latency()).isNull();
    }

    @Test
    void latency_ofMoreWindowsThanAreKept_isOfTheLastOnes() {
        for (int millis = 3 * StoreTimes.MOST; millis > 0; millis--) {
            counts.stored(SOME, START, Duration.ofMillis(millis));
        }

        assertThat(counts.stats().latency())
                .isEqualTo(new StoreLatency(
                        Duration.ofMillis(1),
                        Duration.ofMillis(StoreTimes.MOST / 2),
                        Duration.ofMillis(StoreTimes.MOST * 99 / 100)));
    }

    @Test
    void plus_reasonsWithoutEnd_areBounded() {
        Stored sum = Stored.NOTHING;
        for (int i = 0; i < 1_000; i++) {
            sum = sum.plus(new Stored(0, 0, 0, 0, Map.of("reason " + i, 1L), Map.of()));
        }

        assertThat(sum.dropped()).hasSizeLessThan(100).containsKey("other");
        assertThat(sum.totalDropped()).isEqualTo(1_000);
    }
}
