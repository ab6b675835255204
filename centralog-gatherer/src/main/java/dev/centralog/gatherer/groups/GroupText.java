// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.groups;

import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.Thrown;
import dev.centralog.gatherer.stored.GroupInfo;
import dev.centralog.gatherer.stored.Slices;
import dev.centralog.gatherer.tail.EventPrinter;
import dev.centralog.gatherer.text.Times;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The words for groups and their times. */
final class GroupText {
    /** The fewest characters of an id that are shown. */
    private static final int FEWEST = 8;

    private GroupText() {}

    /** Returns what the events of a group say: their template, or their message if they have none. */
    static String of(GroupInfo group) {
        LogEvent event = group.event();
        return EventPrinter.message(group.flag(), event.template() == null ? event.message() : event.template());
    }

    /** Returns the same, and the class of what was thrown. */
    static String withThrown(GroupInfo group) {
        Thrown thrown = group.event().thrown();
        String name = thrown == null ? "" : thrown.className();
        return of(group) + (name.isEmpty() ? "" : " (" + name.substring(name.lastIndexOf('.') + 1) + ")");
    }

    /** Returns the application, and its environment if it has one. */
    static String app(GroupInfo group) {
        Origin origin = group.event().origin();
        return (origin.app().isEmpty() ? "-" : origin.app())
                + (origin.environment().isEmpty() ? "" : " (" + origin.environment() + ")");
    }

    /** Returns the number of characters by which the starts of some different ids differ. */
    static int idLength(Collection<String> ids) {
        int longest = ids.stream().mapToInt(String::length).max().orElse(FEWEST);
        for (int length = FEWEST; length < longest; length++) {
            Set<String> starts = new HashSet<>();
            for (String each : ids) {
                starts.add(start(each, length));
            }
            if (starts.size() == ids.size()) {
                return length;
            }
        }
        return longest;
    }

    static String start(String id, int length) {
        return id.substring(0, Math.min(length, id.length()));
    }

    /** Returns the range of slices and their length. */
    static String range(Slices slices, Times times) {
        return times.minute(slices.since()) + " to " + times.minute(slices.until()) + ", in slices of "
                + length(slices.width());
    }

    private static String length(Duration width) {
        long minutes = width.toMinutes();
        if (minutes % 1440 == 0) {
            return counted(minutes / 1440, "day");
        }
        return minutes % 60 == 0 ? counted(minutes / 60, "hour") : counted(minutes, "minute");
    }

    private static String counted(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
