// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule that is left out is missed, by the same audit. */
class MutantsTest {
    /** Each is caught within so many; most within a hundred. */
    private static final long SCHEDULES = 20_000;

    @ParameterizedTest
    @EnumSource(Mutant.class)
    void mutant_inSoManySchedules_isCaught(Mutant mutant) {
        long seed = 0;
        while (seed < SCHEDULES && isRight(seed, mutant)) {
            seed++;
        }

        assertThat(seed).as("schedules that " + mutant + " survives").isLessThan(SCHEDULES);
        System.out.println(mutant + " is caught by seed " + seed + ": "
                + new World(seed, mutant, false).run().audit());
    }

    private static boolean isRight(long seed, Mutant mutant) {
        return new World(seed, mutant, false).run().audit().ofLaw().equals(Figures.NONE);
    }
}
