// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoneTest {
    private static final PeriodCount SEEN = new PeriodCount(7, 1);
    private static final PeriodCount EMPTY = new PeriodCount(0, 1);
    private static final PeriodCount STOPPED = new PeriodCount(0, 0);

    @Test
    void family_seenInAllPeriodsAndNotNow_isGoneWithAChanceOfOnePercent() {
        Gone gone = Gone.of(EMPTY, nCopies(99, SEEN));

        assertThat(gone).isEqualTo(new Gone(true, Basis.RANK, 99, 99, 0.01));
        assertThat(gone.chance()).hasValue(0.01);
    }

    @Test
    void family_seenInNinetyFivePercent_isGoneWithTheChanceOfItsEmptyPeriods() {
        Gone gone = Gone.of(EMPTY, with(95, 5));

        assertThat(gone.isMet()).isTrue();
        assertThat(gone.chance()).hasValue(6.0 / 101);
        assertThat(gone.expectedFalseAlarms()).isEqualTo(6.0 / 101);
    }

    @Test
    void family_seenInLess_isNotGone() {
        Gone gone = Gone.of(EMPTY, with(94, 6));

        assertThat(gone.isMet()).isFalse();
        assertThat(gone.expectedFalseAlarms()).isZero();
    }

    @Test
    void family_thatIsSeenNow_isNotGone() {
        assertThat(Gone.of(SEEN, nCopies(99, SEEN))).isEqualTo(new Gone(false, Basis.RANK, 99, 99, 0.01));
        assertThat(Gone.of(SEEN, with(97, 2)).expectedFalseAlarms()).isEqualTo(3.0 / 100);
    }

    @Test
    void family_whoseApplicationDoesNotRun_isNotJudged() {
        assertThat(Gone.of(STOPPED, nCopies(99, SEEN)).basis()).isEqualTo(Basis.NONE);
        assertThat(Gone.of(STOPPED, nCopies(99, SEEN)).chance()).isEmpty();
    }

    @Test
    void family_ofAnApplicationThatHasHardlyRun_isJudgedIfItIsLoggedOften() {
        PeriodCount often = new PeriodCount(100, 1);

        assertThat(Gone.of(new PeriodCount(0, 0.5), nCopies(99, SEEN)).isMet()).isTrue();
        assertThat(Gone.of(new PeriodCount(0, 0.49), nCopies(99, SEEN)).basis()).isEqualTo(Basis.NONE);
        assertThat(Gone.of(new PeriodCount(0, 0.1), nCopies(99, often)).isMet()).isTrue();
        assertThat(Gone.of(new PeriodCount(0, 0.09), nCopies(99, often)).basis())
                .isEqualTo(Basis.NONE);
    }

    @Test
    void periods_inWhichTheApplicationDidNotRun_areLeftOut() {
        List<PeriodCount> before = new ArrayList<>(nCopies(50, STOPPED));
        before.addAll(nCopies(5, SEEN));

        assertThat(Gone.of(EMPTY, before)).isEqualTo(new Gone(true, Basis.RANK, 5, 5, 1.0 / 6));
        assertThat(Gone.of(EMPTY, before.subList(0, 54))).isEqualTo(new Gone(false, Basis.NONE, 4, 4, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 5, 6, 7, 50, 100})
    void expectedFalseAlarms_ofEveryOrderOfTheSamePeriods_areAtLeastTheAlarms(int empty) {
        List<PeriodCount> periods = with(100 - empty, empty);
        int alarms = 0;
        double expected = 0;
        for (int order = 0; order < 100; order++) {
            Gone gone = Gone.of(periods.get(99), periods.subList(0, 99));
            alarms += gone.isMet() ? 1 : 0;
            expected += gone.expectedFalseAlarms();
            Collections.rotate(periods, 1);
        }
        assertThat(expected).isBetween(alarms - 1e-9, alarms + 1.1);
        assertThat(alarms).isEqualTo(empty <= 5 ? empty : 0);
    }

    private static List<PeriodCount> with(int seen, int empty) {
        List<PeriodCount> periods = new ArrayList<>(nCopies(seen, SEEN));
        periods.addAll(nCopies(empty, EMPTY));
        return periods;
    }
}
