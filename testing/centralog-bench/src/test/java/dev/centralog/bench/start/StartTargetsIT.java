// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.bench.verdict.Result;
import dev.centralog.bench.verdict.Section;
import dev.centralog.testkit.LongForm;
import org.junit.jupiter.api.Test;

/** Tests that it runs, and accounts for every event; it measures nothing. */
@LongForm
class StartTargetsIT {
    @Test
    void measure_oneRound_accountsForEveryEvent() throws Exception {
        Section section = StartTargets.measure(1);

        assertThat(section.results()).hasSize(4).extracting(Result::figure).allMatch(Double::isFinite);
        assertThat(section.conservation())
                .hasSize(2)
                .allMatch(line -> line.contains("1 logged") && line.endsWith(" OK"));
        assertThat(section.details()).contains("Logback, no-op", "Log4j2, Centralog, no Redis");
    }
}
