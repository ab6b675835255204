// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FalseAlarmsTest {
    private static final PeriodCount ONE = new PeriodCount(1, 1);
    private static final PeriodCount NINE = new PeriodCount(9, 1);

    @Test
    void falseAlarms_ofSeveralFamilies_addUpByBasis() {
        FalseAlarms louder = FalseAlarms.NONE
                .plus(Louder.of(NINE, nCopies(19, ONE)))
                .plus(Louder.of(NINE, nCopies(9, ONE)))
                .plus(Louder.of(ONE, nCopies(9, ONE)))
                .plus(Louder.of(NINE, nCopies(4, ONE)))
                .plus(Louder.of(NINE, nCopies(9, new PeriodCount(0, 1))));

        assertThat(louder).isEqualTo(new FalseAlarms(3, 1, 1.0 / 20 + 1.0 / 10));
    }
}
