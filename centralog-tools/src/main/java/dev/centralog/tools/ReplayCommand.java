// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import dev.centralog.CentralogConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code replay}. */
@Command(
        name = "replay",
        description =
                "Logs the lines of a parsed log file through a logging framework, with the current time, and prints"
                        + " the result as one JSON line.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ReplayCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private AppenderOptions appender = new AppenderOptions();

    @Option(
            names = "--file",
            required = true,
            paramLabel = "X.csv",
            description = "CSV with the columns Level, Component (the logger), Content and EventTemplate (with <*> for"
                    + " the arguments), as in the Loghub collection.")
    private @Nullable Path file;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            description = "1 for the original's pace by the columns Date and Time, 10 for ten times as fast; as fast as"
                    + " possible if not given.")
    private @Nullable Double speed;

    @Override
    public Integer call() {
        Path path = Objects.requireNonNull(file);
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new OptionException(
                    List.of("option '--file' is '" + path + "'; allowed is the name of a file that can be read"));
        }
        if (speed != null && !(speed > 0 && speed <= 1e9)) {
            throw new OptionException(
                    List.of("option '--speed' is '" + speed + "'; allowed is more than 0, up to 1000000000"));
        }
        CentralogConfig config = appender.config("replay");
        LogFile lines = new LogFile(path, speed != null);
        long found = lines.check();
        var commandLine = Objects.requireNonNull(spec).commandLine();
        LoggingContext context = appender.framework().start(config, commandLine.getErr());
        Stopwatch stopwatch = Stopwatch.start();
        Replay replay = new Replay(context, stopwatch, speed == null ? 0 : speed);
        LineProgress progress = new LineProgress(commandLine.getErr(), stopwatch::elapsed, "lines logged", found);
        try (context) {
            lines.read(line -> {
                replay.log(line);
                progress.onDone();
            });
        }
        RunReport report = new RunReport(
                replay.logged(),
                context.stats(),
                stopwatch.elapsed(),
                Map.of("lines", found, "unaligned", replay.unaligned()));
        commandLine.getOut().println(report.json());
        return report.isConserved() ? 0 : Main.FAILED;
    }
}
