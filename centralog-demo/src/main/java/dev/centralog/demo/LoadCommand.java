// SPDX-License-Identifier: Apache-2.0
package dev.centralog.demo;

import dev.centralog.CentralogConfig;
import dev.centralog.GroupBy;
import dev.centralog.Settings;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code load}. */
@Command(
        name = "load",
        description =
                "Logs through a logging framework as fast as it can, and prints what came of it as one JSON line.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class LoadCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private AppenderOptions appender = new AppenderOptions();

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "100000",
            description = "How many events; ${DEFAULT-VALUE} if not given.")
    private long events;

    @Option(
            names = "--groups",
            paramLabel = "G",
            defaultValue = "100",
            description = "How many distinct ones, whatever --group-by; ${DEFAULT-VALUE} if not given.")
    private int groups;

    @Option(
            names = "--threads",
            paramLabel = "T",
            defaultValue = "1",
            description = "How many threads log; ${DEFAULT-VALUE} if not given.")
    private int threads;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "0",
            description = "The most events per second; 0, as fast as possible, if not given.")
    private long eventsPerSecond;

    @Option(
            names = "--throwables",
            paramLabel = "PCT",
            defaultValue = "0",
            description = "How many percent of the distinct events carry a throwable; ${DEFAULT-VALUE} if not given.")
    private int throwablesPercent;

    @Override
    public Integer call() throws InterruptedException {
        CentralogConfig config = appender.config("load");
        LoadPlan plan = new LoadPlan(
                events,
                groups,
                threads,
                eventsPerSecond,
                throwablesPercent,
                config.get(Settings.GROUP_BY) == GroupBy.MESSAGE);
        var commandLine = Objects.requireNonNull(spec).commandLine();
        Framework framework = appender.framework().start(config, commandLine.getErr());
        Stopwatch stopwatch = Stopwatch.start();
        long logged;
        try (framework) {
            logged = new Load(plan, framework, stopwatch).run();
        }
        RunReport report = new RunReport(logged, framework.stats(), stopwatch.elapsed(), Map.of());
        commandLine.getOut().println(report.json());
        return report.isConserved() ? 0 : Main.FAILED;
    }
}
