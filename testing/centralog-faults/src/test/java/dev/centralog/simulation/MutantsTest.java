// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.Faults;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each rule that is left out breaks the law in some schedule, by the audit that {@link SimulationTest} holds the whole protocol to. With
 * {@code -Pfaults} the schedules are searched from the first one on.
 */
class MutantsTest {
    /** The number of schedules that each mutant must be found in; most are within a hundred. */
    private static final long SCHEDULES = 20_000;

    /**
     * The schedules in which the search for rare mutants begins: where they were found last. It saves time, and nothing depends on it: where
     * the simulation has changed and such a schedule passes, the search goes on from the first one.
     */
    private static final Map<Mutant, Long> FOUND_LAST = Map.of(
            Mutant.SEALED_WITHOUT_REDIS_ID, 9240L,
            Mutant.STORED_WITHOUT_WAIT, 5992L,
            Mutant.MOVED_UNRETIRED, 5220L,
            Mutant.AGE_BEFORE_REPLAY, 3777L,
            Mutant.NO_FENCE, 1195L,
            Mutant.REDIS_ID_NOT_COMPARED, 1089L,
            Mutant.GENERATION_FORGOTTEN_WHILE_OPEN, 550L,
            Mutant.IDENTITY_WITHOUT_SOURCE, 216L);

    @ParameterizedTest
    @EnumSource(Mutant.class)
    void mutant_inSoManySchedules_isCaught(Mutant mutant) {
        LongStream seeds = LongStream.range(0, SCHEDULES);
        Long foundLast = Faults.isLong() ? null : FOUND_LAST.get(mutant);
        OptionalLong caught = (foundLast == null ? seeds : LongStream.concat(LongStream.of(foundLast), seeds))
                .filter(seed -> !audit(seed, mutant).ofLaw().equals(Figures.NONE))
                .findFirst();

        assertThat(caught).as(mutant + " survives " + SCHEDULES + " schedules").isPresent();
        System.out.println(
                mutant + " is caught by seed " + caught.getAsLong() + ": " + audit(caught.getAsLong(), mutant));
    }

    private static Figures audit(long seed, Mutant mutant) {
        return new World(seed, mutant, false).run().audit();
    }
}
