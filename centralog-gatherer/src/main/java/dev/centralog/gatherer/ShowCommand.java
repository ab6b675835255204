// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.CentralogConfig;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.config.LayeredConfig;
import dev.centralog.gatherer.groups.GroupReport;
import dev.centralog.gatherer.groups.GroupReportJson;
import dev.centralog.gatherer.groups.GroupReportText;
import dev.centralog.gatherer.groups.GroupTable;
import dev.centralog.gatherer.stored.GroupInfo;
import dev.centralog.gatherer.stored.Slices;
import dev.centralog.gatherer.stored.StoredGroups;
import dev.centralog.gatherer.stored.TimeRange;
import dev.centralog.gatherer.tail.EventJson;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code show}, which shows all that is stored of a group. */
@Command(
        name = "show",
        description =
                "Shows all that is stored of a group: since when, how often, how it went, on which hosts, in which releases"
                        + " and processes, with which arguments and MDC, and the stack trace. Counts are exact; values are of the"
                        + " events that are stored in full, and it says whether these are all. Without --since it is the day up to"
                        + " its last event. The time is made longer to whole minutes.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ShowCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "GROUP",
            description = "The id of the group, or its first characters, as 'groups' shows them; four or more.")
    private String group = "";

    @Mixin
    private final TimeOptions time = new TimeOptions();

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "The most events to show in full, the latest ones (default: ${DEFAULT-VALUE}).")
    private int samples = 5;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description =
                    "The most hosts, releases and processes, and values of each argument and key, to show, those with the"
                            + " most repeats (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    @Option(names = "--no-stack", description = "No stack trace.")
    private boolean noStack;

    @Option(names = "--json", description = "One object of JSON, with the names of docs/commands.md.")
    private boolean json;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        CentralogConfig config =
                SettingOptions.read(command, GathererSettings.OF_DATABASE).config();
        CommandLimits.atLeast(0, command, "--samples", samples);
        CommandLimits.atLeast(1, command, "--limit", limit);
        String start = Objects.requireNonNull(FilterOptions.group(command, "GROUP", group));
        TimeRange range = time.range();
        PrintWriter out = command.commandLine().getOut();
        try (StoredGroups stored = StoredGroups.open(LayeredConfig.target(config, (severity, message, cause) -> {}))) {
            GroupInfo found = only(command, start, stored.find(start));
            GroupReport report = GroupReport.read(stored, List.of(found), slices(range, found.lastSeen()), samples);
            out.print(text(command, noStack ? report.withoutStack() : report));
            if (report.repeats() == 0) {
                command.commandLine()
                        .getErr()
                        .println("the group has no repeats in this time; it was last seen at "
                                + time.times().second(found.lastSeen()));
            }
        }
        out.flush();
        return ExitCode.OK.number();
    }

    private String text(CommandSpec command, GroupReport report) {
        return json
                ? new GroupReportJson(time.times(), new EventJson(time.times(), true), limit).text(report)
                : GroupReportText.of(report, CommandTerminal.of(command), time.times(), limit);
    }

    /** Returns the range asked for; else the day up to the last event. */
    private Slices slices(TimeRange range, Instant lastSeen) {
        Instant end = range.until();
        if (end == null) {
            Instant behind = lastSeen.plusSeconds(1);
            end = range.since() == null && behind.isBefore(time.now()) ? behind : time.now();
        }
        Instant start = range.since();
        return Slices.of(start == null ? end.minus(GroupsCommand.DEFAULT) : start, end, time.now());
    }

    private static GroupInfo only(CommandSpec command, String start, List<GroupInfo> found) {
        if (found.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    "GROUP is '" + start
                            + "', and no stored group's id begins with that; './centralog groups' shows the ids");
        }
        // An id may be the start of another one only if it is given whole.
        if (found.size() > 1 && !found.get(0).groupId().equals(start)) {
            throw new ParameterException(
                    command.commandLine(),
                    "GROUP is '" + start + "', and the ids of several groups begin with that; give more characters:\n"
                            + GroupTable.candidates(found)
                            + (found.size() < StoredGroups.MOST_FOUND ? "" : "and others"));
        }
        return found.get(0);
    }
}
