// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.Faults;
import java.util.Map;
import java.util.Objects;
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

    /** The number of schedules that a mutant may need without being in {@link #FOUND_LAST}. */
    private static final long FEW = 200;

    /**
     * The schedules that rare mutants were found in last, which are tried first: searching for these from the first schedule on
     * took longer than all other simulations of a build. In the long form the search is from the first one on.
     */
    private static final Map<Mutant, Long> FOUND_LAST = Map.ofEntries(
            Map.entry(Mutant.REDIS_ID_NOT_COMPARED, 13_073L),
            Map.entry(Mutant.SEALED_WITHOUT_REDIS_ID, 9_240L),
            Map.entry(Mutant.AGE_BEFORE_REPLAY, 3_777L),
            Map.entry(Mutant.NO_FENCE, 2_249L),
            Map.entry(Mutant.MOVED_UNRETIRED, 2_090L),
            Map.entry(Mutant.SEEN_NOT_COMPARED, 1_783L),
            Map.entry(Mutant.STORED_WITHOUT_WAIT, 1_654L),
            Map.entry(Mutant.ACKNOWLEDGED_BEFORE_COMMIT, 736L),
            Map.entry(Mutant.GENERATION_FORGOTTEN_WHILE_OPEN, 550L),
            Map.entry(Mutant.RETIRED_STILL_APPLIES, 535L),
            Map.entry(Mutant.GENERATION_FORGOTTEN, 492L),
            Map.entry(Mutant.IDENTITY_WITHOUT_SOURCE, 216L));

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
        assertThat(caught.getAsLong())
                .as("the schedule that catches " + mutant
                        + ", to be entered in FOUND_LAST, as the simulation has changed")
                .matches(seed -> Faults.isLong() || seed <= FEW || Objects.equals(seed, foundLast));
    }

    private static Figures audit(long seed, Mutant mutant) {
        return new World(seed, mutant, false).run().audit();
    }
}
