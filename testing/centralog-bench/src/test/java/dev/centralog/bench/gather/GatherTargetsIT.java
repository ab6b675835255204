// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.gather;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.bench.gather.GatherTargets.Effort;
import dev.centralog.bench.verdict.Result;
import dev.centralog.bench.verdict.Section;
import dev.centralog.testkit.LongForm;
import org.junit.jupiter.api.Test;

/** Tests that it measures and counts correctly; its speed here means nothing. */
@LongForm
class GatherTargetsIT {
    @Test
    void measure_hardlyAnyEffort_accountsForAllAndGivesAllFigures() throws Exception {
        Section section = new GatherTargets().measure(new Effort(1000, 1, 0));

        assertThat(section.results())
                .extracting(Result::work)
                .containsExactly(
                        "events from Redis to SQLite",
                        "actions from Redis to SQLite",
                        "events from Redis to PostgreSQL",
                        "actions from Redis to PostgreSQL");
        assertThat(section.results()).allMatch(each -> each.figure() > 0);
        assertThat(section.conservation())
                .containsExactly(
                        "events from Redis to SQLite, round 1: 50,950 logged = 50,950 stored in 1,000 rows + 0 dropped: OK",
                        "actions from Redis to SQLite, round 1: 3,000 logged = 3,000 stored in 1,000 rows + 0 dropped: OK",
                        "events from Redis to PostgreSQL, round 1: 50,950 logged = 50,950 stored in 1,000 rows + 0 dropped: OK",
                        "actions from Redis to PostgreSQL, round 1: 3,000 logged = 3,000 stored in 1,000 rows + 0 dropped: OK");
        assertThat(section.details()).contains("| SQLite: events | 1,000 |", "| PostgreSQL: actions | 1,000 |");
    }
}
