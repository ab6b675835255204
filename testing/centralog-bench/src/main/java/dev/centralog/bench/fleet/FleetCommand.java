// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.fleet;

import dev.centralog.ConfigException;
import dev.centralog.Settings;
import dev.centralog.internal.ship.FleetServer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code fleet}. */
@Command(
        name = "fleet",
        description =
                "Lets many logical producers ship to one Redis: all start at once, log now and then, all log in the"
                        + " same moment, lose Redis and find it again, and end. Exit code 1 if one event is missing or doubled.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class FleetCommand implements Callable<Integer> {
    private static final int SHORT_PRODUCERS = 1000;
    private static final int SHORT_SECONDS = 5;
    private static final FleetPlan.Storms STORMS = new FleetPlan.Storms(5, Duration.ofSeconds(4));
    private static final FleetPlan.Storms SHORT_STORMS = new FleetPlan.Storms(2, Duration.ofSeconds(2));

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--producers",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many producers; ${DEFAULT-VALUE} if not given.")
    private int producers;

    @Option(
            names = "--connections",
            paramLabel = "C",
            defaultValue = "16",
            description = "How many connections they share; ${DEFAULT-VALUE} if not given.")
    private int connections;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "30",
            description = "The length of the steady phase; ${DEFAULT-VALUE} if not given.")
    private int seconds;

    @Option(
            names = "--outage",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "How long Redis is unavailable; ${DEFAULT-VALUE} if not given.")
    private String outage = "";

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "The mean time between two events of a producer; ${DEFAULT-VALUE} if not given.")
    private String every = "";

    @Option(
            names = "--flush-interval",
            paramLabel = "TIME",
            defaultValue = "200ms",
            description = "The setting flushInterval; ${DEFAULT-VALUE} if not given.")
    private String flushInterval = "";

    @Option(
            names = "--micros",
            paramLabel = "N",
            split = ",",
            arity = "0..1",
            description =
                    "The time of Redis for a batch, a question and a connection, in microseconds; measured if not given.")
    private List<Integer> micros = List.of();

    @Option(names = "--short", description = "1000 producers, and 5 seconds.")
    private boolean isShort;

    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        FleetOutcome outcome = new FleetRun(plan(line)).run();
        line.getOut().println(FleetReport.of(outcome));
        return outcome.isExact() ? 0 : 1;
    }

    private FleetPlan plan(CommandLine line) {
        try {
            return new FleetPlan(
                    isShort ? SHORT_PRODUCERS : producers,
                    connections,
                    isShort ? SHORT_SECONDS : seconds,
                    Settings.CONNECT_TIMEOUT.read(every),
                    isShort ? Duration.ofSeconds(SHORT_SECONDS) : Settings.CONNECT_TIMEOUT.read(outage),
                    isShort ? SHORT_STORMS : STORMS,
                    Settings.FLUSH_INTERVAL.read(flushInterval),
                    costs(line));
        } catch (ConfigException e) {
            throw new ParameterException(line, e.getMessage(), e);
        }
    }

    private FleetServer.@Nullable Costs costs(CommandLine line) {
        if (micros.isEmpty()) {
            return null;
        }
        if (micros.size() != 3) {
            throw new ParameterException(line, "--micros takes three numbers");
        }
        List<Duration> times =
                micros.stream().map(each -> Duration.ofNanos(1000L * each)).toList();
        return new FleetServer.Costs(times.get(0), times.get(1), times.get(2));
    }
}
