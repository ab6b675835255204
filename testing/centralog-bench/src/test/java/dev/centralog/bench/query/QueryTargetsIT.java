// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.bench.verdict.Result;
import dev.centralog.bench.verdict.Section;
import dev.centralog.testkit.LongForm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Tests that all queries run among the rows that are made; their speed here means nothing. */
@LongForm
class QueryTargetsIT {
    @Test
    void measure_hardlyAnyRows_timesAllQueriesInEachDatabase() throws Exception {
        Section section = new QueryTargets(Path.of("..", "..", "docs")).measure(20_000);

        assertThat(section.results())
                .hasSizeGreaterThan(1)
                .allMatch(each -> each.figure() > 0)
                .extracting(Result::work)
                .allMatch(work -> work.matches("the slowest of [2-9][0-9] queries in \\w+"))
                .contains("the slowest of " + queries() + " queries in SQLite");
        assertThat(section.details()).contains("FROM group_totals", "| `tail --level FATAL` | ");
    }

    private static int queries() {
        return new DocumentedQueries(Path.of("..", "..", "docs"))
                        .in(Dialect.SQLITE)
                        .size()
                + QueryTargets.TAILS.size()
                + QueryTargets.OF_NEW
                + PageTimes.VIEWS.size();
    }
}
