// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.jmh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs benchmarks, all with the same effort. Each one leaves JMH's own output in a file.
 *
 * @param logs the directory of these files
 */
public record JmhRuns(Effort effort, Path logs) {
    /** The names of the counters that a benchmark keeps beside its time. */
    private static final String CALLS = "calls";

    private static final String DROPPED = "dropped";
    private static final String BLOCKED = "blocked";
    private static final String BYTES = "gc.alloc.rate.norm";
    private static final String HEAP = "1g";

    /**
     * The length of a measurement.
     *
     * @param forked whether it runs in its own process
     * @param warmups iterations before the measured ones
     * @param measured the number of measured iterations
     * @param iteration the length of each iteration
     */
    public record Effort(boolean forked, int warmups, int measured, Duration iteration) {
        /** The effort for each of several rounds, in which every benchmark has its turn. */
        public static final Effort ROUND = new Effort(true, 4, 5, Duration.ofMillis(600));

        /** The effort for a single round. */
        public static final Effort SHORT = new Effort(true, 4, 3, Duration.ofMillis(300));
    }

    /** Runs the only benchmark of a class once. Blocks. */
    public Figures run(Class<?> benchmark, Map<String, String> parameters, int threads) {
        return run(benchmark, parameters, threads, Path.of(System.getProperty("java.home")));
    }

    /** Runs as {@link #run(Class, Map, int)} does, on another Java. */
    public Figures run(Class<?> benchmark, Map<String, String> parameters, int threads, Path javaHome) {
        TimeValue iteration = TimeValue.milliseconds(effort.iteration.toMillis());
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(benchmark.getName() + "."))
                .threads(threads)
                .forks(effort.forked ? 1 : 0)
                .warmupIterations(effort.warmups)
                .warmupTime(iteration)
                .measurementIterations(effort.measured)
                .measurementTime(iteration)
                .addProfiler(GCProfiler.class)
                .jvm(javaHome.resolve("bin/java").toString())
                .jvmArgsPrepend(SilentJvm.with("-Xms" + HEAP))
                .jvmArgsAppend("-Xmx" + HEAP)
                .shouldFailOnError(true)
                .output(log(benchmark, parameters, threads).toString());
        parameters.forEach(options::param);
        try {
            return figures(new Runner(options.build()).runSingle());
        } catch (RunnerException e) {
            throw new IllegalStateException("failed; see " + logs, e);
        }
    }

    private static Figures figures(RunResult result) {
        List<IterationResult> iterations = result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .toList();
        return new Figures(
                iterations.stream()
                        .map(each -> each.getPrimaryResult().getScore())
                        .toList(),
                scores(iterations, BYTES),
                sum(scores(iterations, CALLS)),
                sum(scores(iterations, DROPPED)),
                sum(scores(iterations, BLOCKED)));
    }

    private static List<Double> scores(Collection<IterationResult> iterations, String name) {
        return iterations.stream().map(each -> score(each, name)).toList();
    }

    private static double score(IterationResult iteration, String name) {
        Result<?> score = iteration.getSecondaryResults().get(name);
        if (score == null) {
            throw new IllegalStateException(
                    "no " + name + " among " + iteration.getSecondaryResults().keySet());
        }
        return score.getScore();
    }

    private static long sum(List<Double> counts) {
        return (long) counts.stream().mapToDouble(Double::doubleValue).sum();
    }

    private Path log(Class<?> benchmark, Map<String, String> parameters, int threads) {
        try {
            Files.createDirectories(logs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return logs.resolve(benchmark.getSimpleName() + "-" + String.join("-", new TreeMap<>(parameters).values()) + "-"
                + threads + ".log");
    }
}
