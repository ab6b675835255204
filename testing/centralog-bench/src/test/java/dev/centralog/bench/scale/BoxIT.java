// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.bench.database.MeasuredDatabase;
import dev.centralog.bench.database.SqliteMeasured;
import dev.centralog.gatherer.size.Quantity;
import dev.centralog.gatherer.size.Stage;
import dev.centralog.testkit.LongForm;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Tests that it measures all stages and counts correctly; its figures here mean nothing. */
@LongForm
class BoxIT {
    @Test
    void run_ofASmallFleet_accountsForAllAndGivesAllFigures() throws Exception {
        Assumptions.assumeTrue(CpuTime.isAvailable());
        try (MeasuredDatabase database = new SqliteMeasured()) {
            Run run = new Box(database, 1).run(new Fleet(2, 30, 3, 2, 1, 1));

            assertThat(run.conservation()).endsWith("240 logged = 240 stored, 0 dropped: OK");
            assertThat(run.costs())
                    .containsKeys(Stage.CALLING_THREADS, Stage.SHIPPERS, Stage.REDIS_WRITES, Stage.REDIS_READS)
                    .containsKeys(Stage.GATHERER_SQLITE, Stage.WAITING, Stage.RECEIVED, Stage.SENT, Stage.DISK_SQLITE);
            assertThat(run.cost(Stage.GATHERER_SQLITE)).isPositive();
            assertThat(run.amounts().of(Quantity.PAIRS)).isEqualTo(60);
            assertThat(run.amounts().of(Quantity.ROWS)).isGreaterThanOrEqualTo(60);
        }
    }
}
