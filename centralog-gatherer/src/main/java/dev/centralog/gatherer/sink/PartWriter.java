// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.UnreadablePayload;
import dev.centralog.gatherer.sink.EventContent.References;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A writer of the events of a part of a window, with their throwables and samples.
 *
 * @param window the writer of the window, whose processes and groups are written
 * @param delivery the id of the delivery
 * @param sums the sums of the window, to which those of the part are added
 */
record PartWriter(WindowWriter window, long delivery, RollUps sums) {
    /** An event, and what its row refers to. */
    private record Member(EventContent content) {
        /** Returns whether the database does not take what the row would refer to. */
        boolean isRefused() {
            WrittenGroups.Written stored = content.references().group();
            return stored.refusal() != null || (content.groupRow().isWhole() && !stored.isWhole());
        }

        long groupNumber() {
            return content.references().group().id();
        }

        EventRow row() {
            EventRow row = EventRow.of(content);
            return isRefused() ? row.rejected() : row;
        }
    }

    /** A sample, and the row that it belongs to. */
    private record Sample(Member member, GatheredSample sample) {
        SampleRow row() {
            SampleRow row = SampleRow.of(member.content, sample);
            return member.isRefused() ? row.withTemplate() : row;
        }
    }

    /** Writes the events of a part; returns the dead letters of those that the database refused. */
    List<UnreadablePayload> write(WindowPart part, RowWriter rows, ReportWriter reports) throws SQLException {
        List<Member> members = new ArrayList<>(part.groups().size());
        List<UnreadablePayload> refused = new ArrayList<>();
        for (GroupRow group : part.groups()) {
            GatheredEvent event = group.gathered();
            References references =
                    new References(delivery, window.groups().state(group), onlyProcess(event.processes()));
            Member member = new Member(new EventContent(group, window.keys(), references));
            members.add(member);
            if (member.isRefused()) {
                refused.add(putAside(member, window.refusals().get(group.groupId())));
            }
        }
        // In the order of the key, so that the pages of its index are filled to the end: those of PostgreSQL take a
        // quarter less.
        members.sort(Comparator.comparingLong(Member::groupNumber));
        refused.addAll(rows.write(RowValues.madeOnAccess(members, this::row)));
        refused.addAll(rows.writeSamples(RowValues.madeOnAccess(samples(members), Sample::row)));
        reports.writeThrowables(window.throwables().takeDue());
        for (Member member : members) {
            GatheredEvent event = member.content.gathered();
            Added more = rows.addedTo(List.of(event.groupId()));
            sums.add(
                    member.groupNumber(),
                    member.content.groupRow(),
                    more == null ? Added.all(event.processes()) : more,
                    part.content().processes().known());
        }
        return refused;
    }

    private EventRow row(Member member) {
        return window.throwables().noted(member.row(), member.content.gathered().event());
    }

    /** Returns the process that has counted all, if it is stored; null if there are several. */
    private ProcessNumbers.@Nullable Numbered onlyProcess(ProcessCounts counts) {
        return counts.size() == 1
                ? window.numbers().get(counts.asMap().keySet().iterator().next())
                : null;
    }

    /** Returns an event as a dead letter, under the name that its group is stored by. */
    private static UnreadablePayload putAside(Member member, @Nullable String reason) {
        GatheredEvent event = member.content.gathered();
        String renamed = member.content.references().group().refusal();
        if (renamed == null) {
            return EventRow.putAside(event, Objects.requireNonNullElse(reason, ""));
        }
        List<String> names = List.of(event.groupId());
        GatheredEvent standIn = EventRow.copy(event, PlaceholderName.of(event.groupId()), event.event());
        return PlaceholderName.naming(names, EventRow.putAside(standIn, renamed));
    }

    private static List<Sample> samples(List<Member> members) {
        List<Sample> all = new ArrayList<>();
        for (Member member : members) {
            for (GatheredSample sample : member.content.gathered().samples().further()) {
                all.add(new Sample(member, sample));
            }
        }
        return all;
    }
}
