// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.bench.verdict.Result;
import dev.centralog.bench.verdict.Section;
import dev.centralog.testkit.LongForm;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests that it runs, and accounts for every event in every state of Redis; it measures nothing. */
@LongForm
class LatencyTargetsIT {
    @Test
    void measure_shortly_accountsForEveryEvent() throws Exception {
        Section section = LatencyTargets.measure(new Plan(Duration.ofMillis(200), 1, Duration.ofMillis(300)));

        assertThat(section.results()).hasSize(18).extracting(Result::figure).allMatch(each -> each > 0);
        assertThat(section.conservation()).hasSize(8).allMatch(line -> line.endsWith(" OK"));
        assertThat(section.conservation()).anyMatch(line -> line.contains("slow") && line.contains("+ 0 dropped"));
        assertThat(section.conservation()).anyMatch(line -> line.contains("refused") && line.contains("= 0 ack"));
    }
}
