// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.centralog.testkit.Faults;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Tests the law in many schedules of faults; with {@code -Pfaults} in a million, the first of which are the same. To
 * see one of them step by step, use the command in docs/reliability.md with {@code -Dcentralog.seed=652}. To run other
 * or more schedules: {@code -Dcentralog.firstSeed=1000000 -Dcentralog.schedules=5000000}.
 */
class SimulationTest {
    private static final int SCHEDULES = 4_000;
    private static final int MANY_SCHEDULES = 1_000_000;

    @Test
    void schedules_many_storeWhatWasLogged() {
        long first = Long.getLong("centralog.firstSeed", 0);
        long schedules = Long.getLong("centralog.schedules", Faults.times(SCHEDULES, MANY_SCHEDULES));
        Tally tally = new Tally();
        LongStream.range(first, first + schedules).parallel().forEach(seed -> {
            World world = new World(seed, null, false).run();
            if (!world.audit().equals(Figures.NONE)) {
                assertHolds(seed);
            }
            tally.add(world);
        });
        System.out.println(schedules + " schedules from seed " + first + ": " + tally);
        assertThat(tally.isOfEverything()).as(tally.toString()).isTrue();
    }

    @Test
    void schedule_thatIsAskedFor_isTold() {
        Long seed = Long.getLong("centralog.seed");
        assumeTrue(seed != null, "no -Dcentralog.seed");

        World world = new World(seed, null, true).run();
        Figures figures = world.audit();
        System.out.println(world.story());
        assertThat(figures).isEqualTo(Figures.NONE);
    }

    @Test
    void schedule_sameSeed_isTheSame() {
        for (long seed = 0; seed < 20; seed++) {
            World first = new World(seed, null, false).run();
            World second = new World(seed, null, false).run();

            assertThat(second.redis.millis()).isEqualTo(first.redis.millis());
            assertThat(second.database.rows()).isEqualTo(first.database.rows());
        }
    }

    private static void assertHolds(long seed) {
        World world = new World(seed, null, true).run();
        Figures figures = world.audit();
        assertThat(figures).as(world.story()).isEqualTo(Figures.NONE);
    }
}
