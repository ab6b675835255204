// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gatherer.groups.GroupReport;
import dev.centralog.gatherer.groups.GroupReportJson;
import dev.centralog.gatherer.groups.GroupReportText;
import dev.centralog.gatherer.groups.GroupTable;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.stored.FamilyInfo;
import dev.centralog.gatherer.stored.GroupInfo;
import dev.centralog.gatherer.stored.StoredGroups;
import dev.centralog.gatherer.stored.TimeRange;
import dev.centralog.gatherer.tail.EventJson;
import java.io.PrintWriter;
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
            description =
                    "The id of the group, or of a family of groups, or its first characters, as 'groups' shows them; four"
                            + " or more. A family that is a place, as 'new' names it, has the groups of all its texts.")
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
        SinkTarget database = SettingOptions.database(command);
        CommandLimits.atLeast(0, command, "--samples", samples);
        CommandLimits.atLeast(1, command, "--limit", limit);
        String start = Objects.requireNonNull(FilterOptions.group(command, "GROUP", group));
        TimeRange range = time.range();
        PrintWriter out = command.commandLine().getOut();
        try (StoredGroups stored = StoredGroups.open(database)) {
            GroupReport report = report(command, stored, start, range);
            out.print(text(command, noStack ? report.withoutStack() : report));
            if (report.repeats() == 0) {
                command.commandLine()
                        .getErr()
                        .println("there are no repeats in this time; the last ones were at "
                                + time.times().second(report.lastSeen()));
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

    /** Reads the report of the only group or family whose id is given, or begins with what is given. */
    private GroupReport report(CommandSpec command, StoredGroups stored, String start, TimeRange range) {
        List<GroupInfo> groups = stored.find(start);
        List<FamilyInfo> families = stored.families().find(start);
        // Each id may also be the start of a longer one.
        if (!groups.isEmpty() && (groups.get(0).groupId().equals(start) || groups.size() + families.size() == 1)) {
            GroupInfo group = groups.get(0);
            return GroupReport.read(
                    stored, group, GroupReport.slices(range, group.firstSeen(), group.lastSeen(), time.now()), samples);
        }
        if (!families.isEmpty() && (families.get(0).id().equals(start) || groups.size() + families.size() == 1)) {
            GroupReport.Family family = new GroupReport.Family(families.get(0), stored.of(families.get(0)));
            if (family.groups().isEmpty()) {
                throw new ParameterException(
                        command.commandLine(),
                        "GROUP is '" + start
                                + "', a family that no group is of any more; './centralog groups' shows the ids");
            }
            return GroupReport.read(
                    stored,
                    family,
                    GroupReport.slices(range, family.firstSeen(), family.lastSeen(), time.now()),
                    samples);
        }
        throw new ParameterException(
                command.commandLine(),
                groups.isEmpty() && families.isEmpty()
                        ? "GROUP is '" + start + "', and no stored group's or family's id begins with that;"
                                + " './centralog groups' shows the ids"
                        : "GROUP is '" + start + "', and several ids begin with that; give more characters:\n"
                                + GroupTable.candidates(groups, families)
                                + (Math.max(groups.size(), families.size()) < StoredGroups.MOST_FOUND
                                        ? ""
                                        : "and others"));
    }
}
