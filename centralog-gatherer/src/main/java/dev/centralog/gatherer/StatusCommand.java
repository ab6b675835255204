// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.ConfigException;
import dev.centralog.Setting;
import dev.centralog.Settings;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.config.LayeredConfig;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.status.Kept;
import dev.centralog.gatherer.status.RedisState;
import dev.centralog.gatherer.status.StatusJson;
import dev.centralog.gatherer.status.StatusReport;
import dev.centralog.gatherer.stored.StoredState;
import dev.centralog.gatherer.text.TerminalText;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code status}, which shows whether gathering works. */
@Command(
        name = "status",
        description = "Shows whether gathering works: Redis, its producers, what waits there, what was stored last."
                + " Changes nothing. Exit codes: 0 all is well, 1 a warning, 2 what is logged is not stored,"
                + " 69 Redis or the database can't be reached, others as in docs/commands.md.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StatusCommand implements Callable<Integer> {
    /** The settings that the command takes: those of the database and those of Redis. */
    static final List<Setting<?>> SETTINGS = Stream.concat(
                    GathererSettings.OF_DATABASE.stream(), ReaderSettings.ALL.stream())
            .toList();

    private static final Duration DROPS_OF = Duration.ofHours(1);
    private static final Setting<Duration> MAX_LAG =
            Setting.duration("max-lag", "1m", new Setting.Range("1s", "30d"), "How long what is due may wait.");

    private final Clock clock = Clock.systemUTC();

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "One line of JSON instead, for monitors.")
    private boolean json;

    @Option(
            names = "--max-lag",
            paramLabel = "TIME",
            description =
                    "How long windows and slices that are due may wait in Redis before the exit code is 2 (default: 1m).")
    private @Nullable String maxLag;

    @Override
    public Integer call() throws InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        CentralogConfig config = SettingOptions.read(command, SETTINGS).config();
        SinkTarget target = LayeredConfig.target(config, (severity, message, cause) -> {});
        Read read = read(config, target, longestLag(), null);
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(read.json());
        } else {
            read.report.lines().forEach(line -> out.println(TerminalText.line(line)));
        }
        return read.exitCode;
    }

    /** A report, and the exit code that it leads to. */
    record Read(StatusReport report, int exitCode) {
        /** Returns what {@code status --json} prints. */
        String json() {
            return StatusJson.of(report, exitCode);
        }
    }

    private Read read(CentralogConfig config, SinkTarget target, Duration longestLag, @Nullable Kept kept)
            throws InterruptedException {
        StatusReport.Asked asked = new StatusReport.Asked(
                Settings.REDIS.shown(config.get(Settings.REDIS)), target.toString(), longestLag, DROPS_OF, kept);
        List<CentralogException> failures = new ArrayList<>();
        RedisState redis = orNull(() -> RedisState.read(config, asked.longestLag()), failures);
        StoredState stored = Sinks.storeOnly(target.url())
                ? null
                : orNull(() -> StoredState.read(target, clock.instant(), DROPS_OF), failures);
        StatusReport report = new StatusReport(
                asked,
                redis,
                stored,
                failures.stream().map(each -> String.valueOf(each.getMessage())).toList());
        int exitCode = failures.isEmpty()
                ? report.exitCode()
                : ExitCode.of(failures.get(0)).number();
        return new Read(report, exitCode);
    }

    /** Looks at Redis and at the database as a gatherer of these settings does, with the default limits. Blocks, for seconds if a server does not answer. */
    static Read read(CentralogConfig config, SinkTarget target) throws InterruptedException {
        return new StatusCommand().read(config, target, MAX_LAG.defaultValue(), Kept.of(config));
    }

    private interface Look<T> {
        T take() throws InterruptedException;
    }

    private static <T> @Nullable T orNull(Look<T> look, List<CentralogException> failures) throws InterruptedException {
        try {
            return look.take();
        } catch (CentralogException e) {
            failures.add(e);
            return null;
        }
    }

    private Duration longestLag() {
        String text = maxLag == null ? MAX_LAG.defaultText() : maxLag;
        try {
            return MAX_LAG.read(text);
        } catch (ConfigException e) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--max-lag is '" + text + "'; allowed is " + MAX_LAG.allowed());
        }
    }
}
