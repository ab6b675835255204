// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

import dev.centralog.bench.jmh.JmhRuns;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code actions}. */
@Command(
        name = "actions",
        description = "Measures what counting one action of a user costs.",
        mixinStandardHelpOptions = true)
public final class ActionsCommand implements Callable<Integer> {
    private static final int ROUNDS = 2;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--logs", paramLabel = "DIRECTORY", required = true, description = "Where JMH's own words go to.")
    private Path logs = Path.of("");

    @Override
    public Integer call() {
        JmhRuns runs = new JmhRuns(JmhRuns.Effort.ROUND, logs);
        Objects.requireNonNull(spec)
                .commandLine()
                .getOut()
                .println(ActionReport.measure(runs, ActionReport.subjects(List.of(Work.values())), ROUNDS)
                        .markdown());
        return 0;
    }
}
