// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.groups;

import dev.centralog.gatherer.stored.FamilyInfo;
import dev.centralog.gatherer.stored.GroupCounts;
import dev.centralog.gatherer.stored.GroupInfo;
import dev.centralog.gatherer.stored.Slices;
import dev.centralog.gatherer.text.Colours;
import dev.centralog.gatherer.text.Sparkline;
import dev.centralog.gatherer.text.Table;
import dev.centralog.gatherer.text.Table.Cell;
import dev.centralog.gatherer.text.Terminal;
import dev.centralog.gatherer.text.Times;
import dev.centralog.gatherer.triage.FamilyTriage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A printer of groups as a table, one line each. */
public final class GroupTable {
    /** The most hosts whose names are shown. */
    private static final int MOST_HOSTS = 3;

    private final Terminal terminal;
    private final Times times;

    /** Makes a printer. */
    public GroupTable(Terminal terminal, Times times) {
        this.terminal = terminal;
        this.times = times;
    }

    /**
     * Returns the range of time and the table, each line ended by a line feed.
     *
     * @param triage the last words on families, by their ids
     */
    public String text(List<GroupCounts> groups, Slices slices, Map<String, FamilyTriage> triage) {
        return GroupText.range(slices, times)
                + (times.isUtc() ? "" : "; times are of the zone " + times.zone())
                + "; './centralog show GROUP' tells more\n"
                + table(groups, triage);
    }

    /** Returns the table alone. */
    String table(List<GroupCounts> groups) {
        return table(groups, Map.of());
    }

    private String table(List<GroupCounts> groups, Map<String, FamilyTriage> triage) {
        List<GroupInfo> infos = groups.stream().map(GroupCounts::group).toList();
        boolean hasApps = infos.stream().map(GroupText::app).distinct().count() > 1;
        Set<String> families = families(infos);
        List<String> titles =
                new ArrayList<>(List.of("GROUP", ">REPEATS", "TREND", "LEVEL", "FIRST SEEN", "LAST SEEN"));
        titles.addAll(List.of("HOSTS", "LOGGER", "TEMPLATE"));
        if (!triage.isEmpty()) {
            titles.add(4, "STATE");
        }
        if (hasApps) {
            titles.add(4, "APP");
        }
        if (!families.isEmpty()) {
            titles.add(1, "FAMILY");
        }
        Table table = new Table(terminal, titles);
        int idLength = GroupText.idLength(infos.stream().map(GroupInfo::groupId).toList());
        int familyLength = GroupText.idLength(families);
        for (GroupCounts each : groups) {
            GroupInfo group = each.group();
            List<Cell> row = new ArrayList<>(List.of(
                    Cell.of(GroupText.start(group.groupId(), idLength)),
                    new Cell(String.valueOf(each.repeats()), "\u001b[1m"),
                    Cell.of(Sparkline.of(each.slices(), terminal)),
                    new Cell(
                            group.event().level().name(),
                            Colours.ofSeverity(group.event().level().severity())),
                    Cell.of(times.second(group.firstSeen())),
                    Cell.of(times.second(group.lastSeen())),
                    Cell.of(hosts(each.hosts())),
                    new Cell(logger(group), "\u001b[36m"),
                    Cell.of(GroupText.withThrown(group))));
            if (!triage.isEmpty()) {
                row.add(4, Cell.of(state(triage.get(String.valueOf(group.familyId())))));
            }
            if (hasApps) {
                row.add(4, Cell.of(GroupText.app(group)));
            }
            if (!families.isEmpty()) {
                String family = group.familyId();
                row.add(1, Cell.of(family == null ? "-" : GroupText.start(family, familyLength)));
            }
            table.add(row);
        }
        return table.text();
    }

    private static String state(@Nullable FamilyTriage triage) {
        return triage == null ? "-" : triage.label();
    }

    /** Returns the ids of the families that the groups are of. */
    private static Set<String> families(List<GroupInfo> groups) {
        Set<String> families = new HashSet<>();
        for (GroupInfo each : groups) {
            if (each.familyId() != null) {
                families.add(each.familyId());
            }
        }
        return families;
    }

    /** Returns some groups and families by their whole ids, one line each. */
    public static String candidates(List<GroupInfo> groups, List<FamilyInfo> families) {
        Stream<String> ofGroups = groups.stream()
                .map(each -> each.groupId() + "  " + each.event().level().name() + "  " + GroupText.withThrown(each));
        Stream<String> ofFamilies = families.stream()
                .map(each -> each.id() + "  " + each.level().name() + "  family of " + each.template());
        return Stream.concat(ofGroups, ofFamilies).map(each -> each + '\n').collect(Collectors.joining());
    }

    private static String hosts(List<String> hosts) {
        return hosts.isEmpty()
                ? "-"
                : hosts.size() <= MOST_HOSTS
                        ? hosts.size() + ": " + String.join(", ", hosts)
                        : String.valueOf(hosts.size());
    }

    /** Returns the logger's name; where lines are cut, of its packages the first letters. */
    private String logger(GroupInfo group) {
        String logger = group.event().logger();
        if (logger == null) {
            return "-";
        }
        return terminal.width() == Integer.MAX_VALUE ? logger : logger.replaceAll("([^.])[^.]*\\.", "$1.");
    }
}
