// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.ConfigException;
import dev.centralog.Setting;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.size.MeasuredCosts;
import dev.centralog.gatherer.size.SizeReport;
import dev.centralog.gatherer.size.Sizing;
import dev.centralog.gatherer.size.Store;
import dev.centralog.gatherer.size.Workload;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code size}, which computes what a fleet needs. It connects to nothing. */
@Command(
        name = "size",
        description =
                "Computes how many servers of Redis and gatherers a fleet needs, and how much memory and disk, from costs that"
                        + " were measured: docs/scaling.md. Half of each is left free. Exit codes: 0, 1 if it can't be had.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SizeCommand implements Callable<Integer> {
    private static final double MOST = 1e9;
    private static final double MOST_HOSTS = 1e6;
    private static final Setting<Duration> KEEP = Setting.duration(
            "keep",
            GathererSettings.KEEP_EVENTS.defaultText(),
            new Setting.Range("1h", "36500d"),
            "How long events are kept.");
    private static final Setting<Duration> OUTAGE =
            Setting.duration("outage", "1h", new Setting.Range("0s", "30d"), "The longest outage of the database.");

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--events-per-second",
            paramLabel = "N",
            required = true,
            description = "Log calls of the whole fleet in a second.")
    private String events = "";

    @Option(
            names = "--groups",
            paramLabel = "N",
            description =
                    "Different groups that the whole fleet logs in a second; one that several hosts log counts once"
                            + " (default: as many as events, so that none repeats).")
    private @Nullable String groups;

    @Option(
            names = "--hosts",
            paramLabel = "N",
            defaultValue = "1",
            description = "Processes that log (default: ${DEFAULT-VALUE}).")
    private String hosts = "";

    @Option(
            names = "--hosts-per-group",
            paramLabel = "N",
            description =
                    "Processes that log the same group in the same second, on average (default: as many as there are"
                            + " if each event comes from any of them).")
    private @Nullable String hostsPerGroup;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "0",
            description = "Samples of the whole fleet in a second, besides the first event of each group and process"
                    + " (default: ${DEFAULT-VALUE}).")
    private String samples = "";

    @Option(
            names = "--database",
            paramLabel = "NAME",
            defaultValue = "sqlite",
            description = "sqlite or postgresql (default: ${DEFAULT-VALUE}).")
    private String database = "";

    @Option(
            names = "--keep",
            paramLabel = "TIME",
            description = "How long events are kept, as the setting keepEvents (default: ${DEFAULT-VALUE}).")
    private String keep = KEEP.defaultText();

    @Option(
            names = "--outage",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "The longest time without the database for which Redis is to hold what arrives"
                    + " (default: ${DEFAULT-VALUE}).")
    private String outage = "";

    @Option(names = "--json", description = "One line of JSON instead.")
    private boolean json;

    @Override
    public Integer call() {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        Sizing sizing = Sizing.of(
                new Sizing.Asked(
                        workload(), store(), duration("--keep", KEEP, keep), duration("--outage", OUTAGE, outage)),
                MeasuredCosts.COSTS);
        SizeReport report = new SizeReport(sizing);
        PrintWriter out = line.getOut();
        out.print(json ? report.json() : report.text());
        out.flush();
        return sizing.tooMuch().isEmpty() ? ExitCode.OK.number() : 1;
    }

    private Workload workload() {
        double all = number("--events-per-second", events, 1, MOST);
        double different = groups == null ? all : number("--groups", groups, 1, all);
        double processes = number("--hosts", hosts, 1, MOST_HOSTS);
        Workload byChance = Workload.byChance(all, different, processes);
        double each = hostsPerGroup == null
                ? byChance.hostsPerGroup()
                : number("--hosts-per-group", hostsPerGroup, 1, Math.min(processes, all / different));
        double pairs = different * each;
        double further = number("--samples", samples, 0, Math.max(0, all - pairs));
        return new Workload(all, different, processes, each, further);
    }

    private Store store() {
        return switch (database.toLowerCase(Locale.ROOT)) {
            case "sqlite" -> Store.SQLITE;
            case "postgresql" -> Store.POSTGRESQL;
            default -> throw wrong("--database", database, "sqlite or postgresql");
        };
    }

    private double number(String option, String text, double least, double most) {
        try {
            double number = new BigDecimal(text).doubleValue();
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException ignored) {
            // The message is the same as that for a number beyond the range.
        }
        throw wrong(option, text, "a number from " + plain(least) + " to " + plain(most));
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(Math.floor(number * 100) / 100)
                .stripTrailingZeros()
                .toPlainString();
    }

    private Duration duration(String option, Setting<Duration> setting, String text) {
        try {
            return setting.read(text);
        } catch (ConfigException e) {
            throw wrong(option, text, setting.allowed());
        }
    }

    private ParameterException wrong(String option, String given, String allowed) {
        return new ParameterException(
                Objects.requireNonNull(spec).commandLine(), option + " is '" + given + "'; allowed is " + allowed);
    }
}
