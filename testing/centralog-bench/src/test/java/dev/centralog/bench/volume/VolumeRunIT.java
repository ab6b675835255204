// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.bench.volume.Outcome.Check;
import dev.centralog.testkit.LongForm;
import org.junit.jupiter.api.Test;

/** Tests that the run works, and that two processes' actions are all counted exactly; it measures nothing. */
@LongForm
class VolumeRunIT {
    @Test
    void run_oneSecondSlices_isExact() throws Exception {
        Outcome outcome = VolumeRun.of(new Plan(200_000, 500, 20, 2, 1, 0, 7), Store.Kind.SQLITE);

        assertThat(outcome.checks()).isNotEmpty().allMatch(Check::holds);
        assertThat(outcome.counted().sums().actions()).isEqualTo(200_000);
        assertThat(outcome.counted().sums().sum()).isPositive();
        assertThat(new VolumeReport(outcome).markdown()).contains("200,000").doesNotContain("NO");
    }

    @Test
    void run_inSlicesOfThePast_hasARowForEachPairAndSliceHoweverManyActions() throws Exception {
        int triples = 20 * 10 * 3;

        Outcome few = VolumeRun.of(new Plan(triples, 20, 10, 2, 10, 3, 7), Store.Kind.SQLITE);
        Outcome many = VolumeRun.of(new Plan(100_000, 20, 10, 2, 10, 3, 7), Store.Kind.POSTGRES);

        assertThat(few.checks()).allMatch(Check::holds);
        assertThat(few.tableRows()).isEqualTo(triples);
        assertThat(many.checks()).allMatch(Check::holds);
        assertThat(many.activity()).isNotNull();
        assertThat(many.activity().rowsInserted()).isEqualTo(triples);
        assertThat(many.activity().statements()).isEqualTo(3); // one COPY per slice
    }
}
