// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.groups;

import dev.centralog.Thrown;
import dev.centralog.gatherer.stored.GroupCounts;
import dev.centralog.gatherer.stored.GroupInfo;
import dev.centralog.gatherer.stored.Slices;
import dev.centralog.gatherer.tail.EventJson;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import dev.centralog.gatherer.triage.FamilyTriage;
import dev.centralog.gatherer.triage.TriageJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of groups in JSON, called as in SQL. Names are not changed within a major version. */
public final class GroupJson {
    private final Times times;

    /** Makes a writer. */
    public GroupJson(Times times) {
        this.times = times;
    }

    /**
     * Returns the line of a group and its counts, ended by a line feed.
     *
     * @param triage the last word on its family; null if nothing was decided
     */
    public String text(GroupCounts counts, Slices slices, @Nullable FamilyTriage triage) {
        JsonLine line = new JsonLine();
        addIdentity(line, counts.group());
        addCounts(line, slices, counts.slices());
        return line.add("repeats", counts.repeats())
                .add("hosts", counts.hosts())
                .add("triage", new TriageJson(times).of(triage))
                .text();
    }

    void addIdentity(JsonLine line, GroupInfo group) {
        line.add("group", group.groupId())
                .add("family", group.familyId())
                .add("flag", group.flag().isEmpty() ? null : group.flag())
                .add("first_seen", times.iso(group.firstSeen()))
                .add("last_seen", times.iso(group.lastSeen()));
        EventJson.addIdentity(line, group.event());
        line.add("message", group.event().message());
        Thrown thrown = group.event().thrown();
        if (thrown != null) {
            line.add("thrown_class", thrown.className()).add("thrown_message", thrown.message());
        }
    }

    void addCounts(JsonLine line, Slices slices, List<Long> counts) {
        line.add("since", times.iso(slices.since()))
                .add("until", times.iso(slices.until()))
                .add("slice_seconds", slices.width().toSeconds())
                .add("first_slice", times.iso(slices.start(0)))
                .add("slices", counts);
    }
}
