// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StepsBackTest {
    private static final Instant NOW = Instant.parse("2026-11-30T14:35:20Z");

    private long nanos;
    private final List<Long> asked = new ArrayList<>();

    /** Goes back through one row a second, each of which takes some time; returns the rows of each step. */
    private List<Long> steps(long rows, Duration ofRow, Duration most) {
        Clock clock = new Clock() {
            @Override
            public long epochMillis() {
                return NOW.toEpochMilli();
            }

            @Override
            public long nanos() {
                return nanos;
            }
        };
        StepsBack steps = new StepsBack(
                clock,
                (range, step) -> {
                    asked.add(step);
                    Instant back = Objects.requireNonNull(range.until()).minusSeconds(step);
                    return back.isBefore(range.since()) ? null : back;
                },
                NOW.minusSeconds(rows),
                NOW);
        List<Long> read = new ArrayList<>();
        while (!steps.isAtEnd() && !steps.haveTaken(most)) {
            steps.go(range -> {
                assertThat(range.until()).isEqualTo(steps.to());
                long some = Duration.between(range.since(), range.until()).toSeconds();
                read.add(some);
                nanos += ofRow.toNanos() * some;
            });
        }
        return read;
    }

    @Test
    void rows_thatAreReadQuickly_areReadInFewStepsToTheEnd() {
        assertThat(steps(10_000, Duration.ofNanos(1), Duration.ofMillis(100)))
                .containsExactly(250L, 500L, 1_000L, 2_000L, 4_000L, 2_250L);
    }

    @Test
    void rows_thatTakeTime_areReadForNotMuchLongerThanTheTime() {
        assertThat(steps(10_000_000, Duration.ofNanos(10_000), Duration.ofMillis(100)))
                .containsExactly(250L, 500L, 1_000L, 2_000L, 2_000L, 2_000L, 2_000L, 2_000L);
    }

    @Test
    void rows_thatBecomeSlow_areReadInShorterSteps() {
        assertThat(steps(2_000, Duration.ofMillis(1), Duration.ofHours(1)))
                .containsExactly(250L, 250L, 250L, 250L, 250L, 250L, 250L, 250L);
        assertThat(asked).containsOnly(250L);
    }
}
