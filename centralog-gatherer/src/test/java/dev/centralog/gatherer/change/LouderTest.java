// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LouderTest {
    private static final double HOURS = 1.0 / 6;

    @Test
    void family_threeTimesTheMeanAndAboveTheHighest_isLouderWithAChanceOfOnePercent() {
        Louder louder = Louder.of(period(300), nCopies(99, period(100)));

        assertThat(louder.isMet()).isTrue();
        assertThat(louder.basis()).isEqualTo(Basis.RANK);
        assertThat(louder.chance()).hasValue(0.01);
        assertThat(louder.expectedFalseAlarms()).isEqualTo(0.01);
        assertThat(louder.rates().times()).isCloseTo(3, within(1e-9));
        assertThat(louder.rates().present()).isCloseTo(1800, within(1e-6));
        assertThat(louder.rates().periods()).isEqualTo(99);
    }

    @Test
    void family_notThreeTimesTheMean_isNotLouder() {
        assertThat(Louder.of(period(299), nCopies(99, period(100))).isMet()).isFalse();
    }

    @Test
    void family_notAboveTheHighest_isNotLouder() {
        assertThat(Louder.of(period(50), baseline(1, 1, 1, 1, 1, 1, 1, 50)).isMet())
                .isFalse();
        assertThat(Louder.of(period(51), baseline(1, 1, 1, 1, 1, 1, 1, 50)).isMet())
                .isTrue();
    }

    @Test
    void family_ofMoreProcesses_isComparedPerProcessHour() {
        List<PeriodCount> before = nCopies(20, new PeriodCount(100, HOURS));

        assertThat(Louder.of(new PeriodCount(400, 4 * HOURS), before).isMet()).isFalse();
        assertThat(Louder.of(new PeriodCount(100, HOURS / 4), before).isMet()).isTrue();
    }

    @Test
    void mean_ofUnequalPeriods_isAllEventsByAllHours() {
        Louder louder = Louder.of(
                new PeriodCount(1, 1),
                List.of(
                        new PeriodCount(90, 1),
                        new PeriodCount(0, 8),
                        new PeriodCount(0, 0.25),
                        new PeriodCount(0, 0.25),
                        new PeriodCount(5, 0.5)));

        assertThat(louder.rates().mean()).isEqualTo(9.5);
        assertThat(louder.rates().highest()).isEqualTo(90);
    }

    @Test
    void family_thatTheBaselineNeverHad_isNotJudged() {
        assertThat(Louder.of(period(1000), nCopies(99, period(0))))
                .isEqualTo(new Louder(false, Basis.NONE, new Louder.Rates(1000 / HOURS, 0, 0, 99), 0, 0));
        assertThat(Louder.of(period(1000), List.of()).basis()).isEqualTo(Basis.NONE);
    }

    @Test
    void family_whoseApplicationDoesNotRun_isNotJudged() {
        assertThat(Louder.of(new PeriodCount(0, 0), nCopies(99, period(1))).basis())
                .isEqualTo(Basis.NONE);
    }

    @Test
    void periods_inWhichTheApplicationDidNotRun_areLeftOut() {
        List<PeriodCount> before = new ArrayList<>(nCopies(95, new PeriodCount(0, 0)));
        before.addAll(nCopies(4, period(10)));

        Louder louder = Louder.of(period(29), before);

        assertThat(louder.rates().periods()).isEqualTo(4);
        assertThat(louder.rates().mean()).isCloseTo(60, within(1e-9));
        assertThat(louder.isMet()).isFalse();
    }

    @Test
    void family_withFewerThanFivePeriods_isJudgedByTheMeanAlone() {
        Louder louder = Louder.of(period(40), baseline(0, 0, 0, 41));

        assertThat(louder.isMet()).isTrue();
        assertThat(louder.basis()).isEqualTo(Basis.RATIO);
        assertThat(louder.chance()).isEmpty();
        assertThat(louder.expectedFalseAlarms()).isZero();
        assertThat(Louder.of(period(30), baseline(0, 0, 0, 41)).isMet()).isFalse();
        assertThat(Louder.of(period(40), baseline(0, 0, 0, 0, 41)).isMet()).isFalse();
    }

    @Test
    void chance_ofAFamilyThatCameLate_isThatOfThePeriodsSinceThen() {
        List<PeriodCount> before = new ArrayList<>(nCopies(96, period(0)));
        before.addAll(nCopies(3, period(10)));

        Louder louder = Louder.of(period(11), before);

        assertThat(louder.isMet()).isTrue();
        assertThat(louder.chance()).hasValue(1.0 / 4);
        assertThat(louder.expectedFalseAlarms()).isEqualTo(1.0 / 4);
    }

    @Test
    void expectedFalseAlarms_whereNoPeriodCanBeTheOnlyHighest_areNone() {
        assertThat(Louder.of(period(100), nCopies(99, period(100))).expectedFalseAlarms())
                .isZero();
        assertThat(Louder.of(period(0), baseline(1, 0, 0, 1, 0, 0)).expectedFalseAlarms())
                .isZero();
    }

    @Test
    void expectedFalseAlarms_ofEveryOrderOfTheSameCounts_areAtLeastTheAlarms() {
        for (long[] counts :
                new long[][] {{1, 0, 0, 0, 0, 0}, {0, 1, 0, 2, 0, 0}, {9, 9, 9, 9, 9, 60}, {1, 1, 1, 1, 1, 1}}) {
            List<PeriodCount> periods = new ArrayList<>(baseline(counts));
            int alarms = 0;
            double expected = 0;
            for (int order = 0; order < counts.length; order++) {
                Louder louder = Louder.of(periods.get(5), periods.subList(0, 5));
                alarms += louder.isMet() ? 1 : 0;
                expected += louder.expectedFalseAlarms();
                Collections.rotate(periods, 1);
            }
            assertThat(expected)
                    .as(LongStream.of(counts).boxed().toList().toString())
                    .isGreaterThanOrEqualTo(alarms - 1e-9);
        }
    }

    @Test
    void rates_thatDifferByRoundingAlone_areEqual() {
        double third = 1.0 / 3;
        List<PeriodCount> before = new ArrayList<>(nCopies(20, new PeriodCount(0, third)));
        before.set(0, new PeriodCount(1, Math.nextUp(third)));

        assertThat(Louder.of(new PeriodCount(1, Math.nextDown(third)), before).isMet())
                .isFalse();
    }

    @Test
    void count_thatCannotBe_isRefused() {
        assertThatThrownBy(() -> new PeriodCount(-1, 1)).hasMessage("repeats is -1; allowed is 0 or more");
        assertThatThrownBy(() -> new PeriodCount(1, Double.NaN))
                .hasMessage("processHours is NaN; allowed is 0 or more");
        assertThatThrownBy(() -> new PeriodCount(1, -0.5)).hasMessage("processHours is -0.5; allowed is 0 or more");
        assertThatThrownBy(() -> new PeriodCount(1, Double.POSITIVE_INFINITY))
                .hasMessage("processHours is Infinity; allowed is 0 or more");
    }

    private static PeriodCount period(long repeats) {
        return new PeriodCount(repeats, HOURS);
    }

    private static List<PeriodCount> baseline(long... repeats) {
        return LongStream.of(repeats).mapToObj(LouderTest::period).toList();
    }
}
