// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.idle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.bench.verdict.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdleReportTest {
    private static final long MILLISECOND = 1_000_000;

    @Test
    void section_countsAllTimeButOnlyOwnWakeUps() {
        ProcessUse asleep = new ProcessUse(Map.of("1", new ThreadUse("VM Periodic Tas", 10 * MILLISECOND, 200)));
        ProcessUse used = new ProcessUse(Map.of(
                "1",
                new ThreadUse("VM Periodic Tas", 20 * MILLISECOND, 200),
                "2",
                new ThreadUse("centralog-shipp", 50 * MILLISECOND, 30)));

        List<Result> results = new IdleReport(Duration.ofSeconds(10), asleep, Map.of("appender", used))
                .section(List.of())
                .results();

        assertThat(results).extracting(Result::figure).containsExactly(0.6, 3.0);
    }

    @Test
    void use_sinceBefore_countsANewThreadWhole() {
        ProcessUse before = new ProcessUse(Map.of("1", new ThreadUse("main", 5, 1)));
        ProcessUse after = new ProcessUse(Map.of("1", new ThreadUse("main", 7, 2), "2", new ThreadUse("new", 3, 4)));

        ProcessUse difference = after.since(before);

        assertThat(difference.cpuNanos()).isEqualTo(5);
        assertThat(difference.sleeps()).isEqualTo(5);
    }
}
