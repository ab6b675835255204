// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.idle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.centralog.bench.verdict.Section;
import dev.centralog.testkit.LongForm;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests that it runs, and that what was logged before the rest is stored; it measures nothing. */
@LongForm
class IdleTargetsIT {
    @Test
    void measure_shortly_accountsForEveryEvent() throws Exception {
        assumeTrue(ProcessUse.isAvailable());
        Section section = IdleTargets.measure(Duration.ofSeconds(3), Duration.ofSeconds(1));

        assertThat(section.results()).hasSize(12);
        assertThat(section.conservation()).hasSize(2).allMatch(line -> line.endsWith(" OK"));
        assertThat(section.details()).contains("centralog-");
    }
}
