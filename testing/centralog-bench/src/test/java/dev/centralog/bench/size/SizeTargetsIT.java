// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.size;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.bench.verdict.Result;
import dev.centralog.bench.verdict.Section;
import dev.centralog.testkit.LongForm;
import org.junit.jupiter.api.Test;

/** Tests that it measures what is stored; of so few rows, the sizes mean nothing. */
@LongForm
class SizeTargetsIT {
    @Test
    void measure_hardlyAnyEvents_accountsForAllAndGivesAllFigures() throws Exception {
        Section section = new SizeTargets().measure(1000, 1);

        assertThat(section.results())
                .extracting(Result::work)
                .containsExactly("a row of events in SQLite", "a row of events in PostgreSQL");
        assertThat(section.results()).allMatch(each -> each.figure() > 0);
        assertThat(section.conservation())
                .hasSize(10)
                .allMatch(line -> line.endsWith(": OK"))
                .filteredOn(line -> line.contains(": 2,000 logged = 2,000 stored: "))
                .hasSize(4);
        assertThat(section.details())
                .contains("| event_rows_group | ", "| sample_rows | ", "| groups | ", "| 1,000 (500,000 events) | ");
    }
}
