// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.GroupBy;
import dev.centralog.Settings;
import dev.centralog.tools.audit.Ledger;
import dev.centralog.tools.audit.Numbering;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code load}. */
@Command(
        name = "load",
        description = "Logs through a logging framework as fast as it can, and prints the result as one JSON line.",
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
            description = "How many distinct events, whatever --group-by is; ${DEFAULT-VALUE} if not given.")
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
            description = "The percentage of distinct events that carry a throwable; ${DEFAULT-VALUE} if not given.")
    private int throwablesPercent;

    @Option(
            names = "--distinct",
            paramLabel = "PCT",
            defaultValue = "0",
            description = "The percentage of calls that log an event of its own, whose text holds its number;"
                    + " ${DEFAULT-VALUE} if not given.")
    private int distinctPercent;

    @Option(
            names = "--actions",
            paramLabel = "PCT",
            defaultValue = "0",
            description = "The percentage of calls that count an action; ${DEFAULT-VALUE} if not given.")
    private int actionsPercent;

    @Option(
            names = "--ledger",
            paramLabel = "FILE",
            description = "A new file that records, for audit, which calls have returned, and when.")
    private @Nullable Path ledger;

    @Override
    public Integer call() throws InterruptedException {
        CentralogConfig config = appender.config("load");
        if (actionsPercent > 0) {
            config = config.with(Settings.ACTION_EVENTS, false);
        }
        LoadPlan plan = new LoadPlan(
                events,
                groups,
                threads,
                eventsPerSecond,
                throwablesPercent,
                config.get(Settings.GROUP_BY) == GroupBy.MESSAGE);
        Numbering numbering = new Numbering(
                config.get(Settings.APP), UUID.randomUUID().toString(), groups, distinctPercent, actionsPercent, (int)
                        config.get(Settings.SLICE_LENGTH).toSeconds());
        var commandLine = Objects.requireNonNull(spec).commandLine();
        LoggingContext context;
        Load load;
        long logged;
        try (Ledger written = ledger == null ? null : Ledger.create(ledger, numbering, threads)) {
            context = appender.framework().start(config, commandLine.getErr());
            load = new Load(plan, numbering, context);
            LineProgress progress = new LineProgress(commandLine.getErr(), load::elapsed, "calls made", events);
            try (context) {
                logged = load.run(written, progress::at);
            }
        } catch (IOException e) {
            throw new OptionException(List.of("option '--ledger' is '" + ledger + "', which can't be created: " + e));
        }
        CentralogStats actions = context.actionStats();
        RunReport report = new RunReport(
                logged,
                context.stats(),
                load.elapsed(),
                Map.of("actions", load.acted(), "actionsAcknowledged", actions.acknowledged()));
        commandLine.getOut().println(report.json());
        return report.isConserved() && actions.acknowledged() + actions.totalDropped() == load.acted()
                ? 0
                : Main.FAILED;
    }
}
