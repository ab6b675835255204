// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gatherer.groups.GroupJson;
import dev.centralog.gatherer.groups.GroupTable;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.GroupCounts;
import dev.centralog.gatherer.stored.Slices;
import dev.centralog.gatherer.stored.StoredGroups;
import dev.centralog.gatherer.stored.StoredGroups.Order;
import dev.centralog.gatherer.stored.TimeRange;
import dev.centralog.gatherer.text.TerminalText;
import dev.centralog.gatherer.triage.FamilyTriage;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code groups}, which shows which events occur most. */
@Command(
        name = "groups",
        description =
                "Shows which events occur most: one line for each group, i.e. for events of the same statement, level and"
                        + " throwables, with its repeats in the time asked for, how that went, when it was first and last seen, and"
                        + " the hosts. Without --since it is the last day. The time is made longer to"
                        + " whole minutes; if it is older than 34 days, to whole hours.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class GroupsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final FilterOptions filters = new FilterOptions();

    @Mixin
    private final TimeOptions time = new TimeOptions();

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            description =
                    "total: most repeats first (the default); last: last seen first; first: the newest groups first;"
                            + " trend: what has grown most first, the second half of the time compared with the first one.")
    private String sort = "total";

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "The most groups to show (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    @Option(names = "--json", description = "One object of JSON a line, with the names of docs/commands.md.")
    private boolean json;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        SinkTarget database = SettingOptions.database(command);
        CommandLimits.atLeast(0, command, "--limit", limit);
        Order order = order(command);
        TimeRange range = time.range();
        Instant until = range.until() == null ? time.now() : range.until();
        Instant since = range.since() == null ? Slices.startOfLastDay(until) : range.since();
        Slices slices = Slices.of(since, until, time.now());
        EventQuery query = filters.query(slices.range());
        PrintWriter out = command.commandLine().getOut();
        try (StoredGroups stored = StoredGroups.open(database)) {
            List<GroupCounts> groups = stored.most(query, slices, order, limit);
            Map<String, FamilyTriage> triage = stored.triage()
                    .of(groups.stream()
                            .map(each -> each.group().familyId())
                            .filter(Objects::nonNull)
                            .distinct()
                            .toList());
            if (groups.isEmpty()) {
                if (limit > 0) {
                    PrintWriter err = command.commandLine().getErr();
                    stored.whyNone(query).forEach(why -> err.println(TerminalText.line(why)));
                }
            } else if (json) {
                GroupJson ofJson = new GroupJson(time.times());
                groups.forEach(each -> out.print(ofJson.text(
                        each, slices, triage.get(String.valueOf(each.group().familyId())))));
            } else {
                out.print(new GroupTable(CommandTerminal.of(command), time.times()).text(groups, slices, triage));
            }
        }
        out.flush();
        return ExitCode.OK.number();
    }

    private Order order(CommandSpec command) {
        return switch (sort) {
            case "total" -> Order.TOTAL;
            case "last" -> Order.LAST;
            case "first" -> Order.FIRST;
            case "trend" -> Order.TREND;
            default ->
                throw new ParameterException(
                        command.commandLine(), "--sort is '" + sort + "'; allowed is total, last, first or trend");
        };
    }
}
