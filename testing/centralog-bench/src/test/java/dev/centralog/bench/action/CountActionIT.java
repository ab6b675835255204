// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.centralog.bench.action.ActionReport.Subject;
import dev.centralog.bench.jmh.Figures;
import dev.centralog.bench.jmh.JmhRuns;
import dev.centralog.bench.jmh.JmhRuns.Effort;
import dev.centralog.testkit.LongForm;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that the benchmark runs; its figures here mean nothing. */
@LongForm
class CountActionIT {
    private static final Effort HARDLY_ANY = new Effort(false, 0, 2, Duration.ofMillis(100));

    @TempDir
    Path logs;

    @ParameterizedTest
    @EnumSource
    void countAction_everyWork_givesAllFigures(Work work) {
        assumeTrue(work.isAvailable());

        Figures figures = ActionReport.measure(new JmhRuns(HARDLY_ANY, logs), new Subject(work, 1000, 2));

        assertThat(figures.calls()).isPositive();
        assertThat(figures.dropped()).isBetween(0L, figures.calls());
        assertThat(figures.lowestNanos()).isPositive();
        assertThat(figures.bytes()).isNotNegative();
        assertThat(logs).isDirectoryContaining("glob:**-2.log");
    }
}
