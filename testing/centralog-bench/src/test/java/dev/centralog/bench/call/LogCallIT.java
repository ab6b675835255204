// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.bench.application.Framework;
import dev.centralog.bench.jmh.Figures;
import dev.centralog.bench.jmh.JmhRuns;
import dev.centralog.bench.jmh.JmhRuns.Effort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that the benchmark runs; its figures here mean nothing. */
class LogCallIT {
    private static final Effort HARDLY_ANY = new Effort(false, 0, 1, Duration.ofMillis(50));

    @TempDir
    Path logs;

    static Stream<Subject> subjects() {
        Stream<Subject> repeats = Arrays.stream(Framework.values())
                .flatMap(framework -> Arrays.stream(AppenderVariant.values())
                        .filter(way -> way.isOf(framework))
                        .map(way -> Subject.of(framework, way).below(3).on(2)));
        return Stream.concat(repeats, Arrays.stream(Framework.values()).map(framework -> Subject.of(
                        framework, AppenderVariant.TEMPLATE)
                .failing(40)));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void logCall_everyWay_givesAllFigures(Subject subject) {
        CallFigures figures = new CallFigures(new JmhRuns(HARDLY_ANY, logs));

        figures.measure(List.of(subject), 1);

        Figures measured = figures.of(subject);
        assertThat(measured.calls()).isPositive();
        assertThat(measured.dropped()).isBetween(0L, measured.calls());
        assertThat(measured.lowestNanos()).isPositive();
        assertThat(CallTable.of(figures.all()).toString()).contains(subject.title());
    }
}
