// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.gather;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.bench.gather.Feed.Logged;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundTest {
    private static Round round(Logged logged, long repeats, long dropped, int seconds) {
        return new Round(
                logged,
                100,
                repeats,
                dropped,
                Duration.ofSeconds(seconds),
                Duration.ofMillis(5),
                Duration.ofSeconds(1));
    }

    @Test
    void isConserved_allStoredOrDroppedAndReported_holds() {
        assertThat(round(new Logged(1000, 0), 1000, 0, 2).isConserved()).isTrue();
        assertThat(round(new Logged(1000, 10), 990, 10, 2).isConserved()).isTrue();
    }

    @Test
    void isConserved_oneLostOrTwiceOrNotReported_doesNotHold() {
        assertThat(round(new Logged(1000, 0), 999, 0, 2).isConserved()).isFalse();
        assertThat(round(new Logged(1000, 0), 1001, 0, 2).isConserved()).isFalse();
        assertThat(round(new Logged(1000, 10), 990, 9, 2).isConserved()).isFalse();
    }

    @Test
    void figures_oneRound_areOfItsOwnTime() {
        Round round = round(new Logged(1000, 0), 1000, 0, 2);

        assertThat(round.rowsPerSecond()).isEqualTo(50);
        assertThat(round.repeatsPerSecond()).isEqualTo(500);
        assertThat(round.writtenPerSecond()).isEqualTo(100);
        assertThat(round.ratio()).isEqualTo(0.5);
        assertThat(round.laterMicros()).isEqualTo(50);
    }

    @Test
    void spread_someRounds_isTheMedianAndTheRange() {
        List<Round> three = List.of(
                round(new Logged(1, 0), 1, 0, 4), round(new Logged(1, 0), 1, 0, 1), round(new Logged(1, 0), 1, 0, 2));

        assertThat(Spread.of(three, Round::ratio).say("%.2f")).isEqualTo("0.50 (0.25…1.00)");
        assertThat(Spread.of(three.subList(0, 2), Round::ratio).median()).isEqualTo(0.625);
    }
}
