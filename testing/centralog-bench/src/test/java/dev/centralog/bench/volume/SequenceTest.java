// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.bench.volume.Sequence.Act;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SequenceTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_234_567), ZoneOffset.UTC);

    @Test
    void share_asArguments_isTheSame() {
        Share share = new Share("redis://h:1", new Plan(100, 5, 4, 3, 2, 1, -9), 2, 77);

        assertThat(Share.of(share.arguments())).isEqualTo(share);
    }

    @Test
    void shares_ofAllProcesses_addUp() {
        Plan plan = new Plan(11, 5, 4, 3, 2, 0, 1);

        assertThat(Stream.of(0, 1, 2)
                        .mapToLong(number -> new Share("", plan, number, 0).actions())
                        .sum())
                .isEqualTo(11);
    }

    @Test
    void acts_ofThePast_coverEachPairInEachSlice() {
        Plan plan = new Plan(5 * 4 * 3, 5, 4, 2, 10, 3, 1);
        long first = plan.firstPast(CLOCK.instant().getEpochSecond());
        Set<List<Long>> triples = new HashSet<>();
        for (int number = 0; number < 2; number++) {
            Share share = new Share("", plan, number, first);
            Sequence sequence = new Sequence(share, CLOCK);
            for (long i = 0; i < share.actions(); i++) {
                Act act = sequence.next();
                assertThat(plan.sliceOf(act.time().getEpochSecond())).isEqualTo(act.slice());
                triples.add(List.of(act.slice(), (long) act.user(), (long) act.id()));
            }
        }

        assertThat(triples).hasSize(60);
        assertThat(triples.stream().map(triple -> triple.get(0)).distinct())
                .containsExactlyInAnyOrder(first, first + 10, first + 20);
    }

    @Test
    void acts_ofNow_areInTheCurrentSlice() {
        Sequence sequence = new Sequence(new Share("", new Plan(9, 5, 4, 1, 10, 0, 1), 0, 0), CLOCK);

        Act act = sequence.next();

        assertThat(act.time()).isEqualTo(CLOCK.instant());
        assertThat(act.slice()).isEqualTo(1_234_560);
    }

    @Test
    void plan_fewerActionsThanPairs_isRefused() {
        assertThatThrownBy(() -> new Plan(59, 5, 4, 1, 10, 3, 1)).hasMessageContaining("5 × 4");
    }

    @Test
    void plan_noUsers_isRefused() {
        assertThatThrownBy(() -> new Plan(59, 0, 4, 1, 10, 0, 1)).hasMessageContaining("1 or more");
    }
}
