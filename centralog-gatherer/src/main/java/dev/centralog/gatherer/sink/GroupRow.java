// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredEvent.Flag;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row to be written to the table {@code groups}: what a window says of one group.
 *
 * @param gathered the event that the row shows, and its flag
 * @param isRejected whether the database has refused the event, so that the row has the flag {@link Row#REJECTED}
 * @param firstSeen the earliest time at which the group was seen, in whole seconds
 * @param lastSeen the latest such time
 */
record GroupRow(GatheredEvent gathered, boolean isRejected, Instant firstSeen, Instant lastSeen) implements RowValues {
    private static final Column GROUP_ID = EventColumn.GROUP_ID.column();

    /** The columns that show the group's first event. */
    static final List<EventColumn> CONTENT = List.of(
            EventColumn.LEVEL,
            EventColumn.SEVERITY,
            EventColumn.LOGGER,
            EventColumn.TEMPLATE,
            EventColumn.MESSAGE,
            EventColumn.THROWN_CLASS,
            EventColumn.THROWN_MESSAGE,
            EventColumn.CLASS_NAME,
            EventColumn.METHOD_NAME,
            EventColumn.FILE_NAME,
            EventColumn.LINE_NUMBER,
            EventColumn.APP,
            EventColumn.ENVIRONMENT,
            EventColumn.FLAG);

    /** The statement that adds groups, and leaves existing ones unchanged. */
    static final Upsert INSERT = new Upsert(
            "groups",
            Stream.concat(
                            Stream.of(
                                    GROUP_ID,
                                    new Column("first_seen", ColumnType.TIME),
                                    new Column("last_seen", ColumnType.TIME)),
                            CONTENT.stream().map(EventColumn::column))
                    .toList(),
            List.of(GROUP_ID),
            List.of());

    /** Returns the row of a group that was stored in a window, at that time. */
    static GroupRow of(GatheredEvent gathered, Instant storedAt) {
        Instant seen = seen(gathered, storedAt).truncatedTo(ChronoUnit.SECONDS);
        return new GroupRow(gathered, false, seen, seen);
    }

    /** Returns the same row for an event that the database has refused: of that only the count was stored. */
    GroupRow rejected(GatheredEvent bare) {
        return new GroupRow(bare, true, firstSeen, lastSeen);
    }

    /** Returns the same row without its event, because the database does not take that. */
    GroupRow bare() {
        return rejected(EventRow.of(gathered, TraceKeys.DEFAULT).bare());
    }

    /**
     * Returns the time of the window, by Redis's clock. It is the time of storing where that clock was ahead, or may have been:
     * the group was not seen later than it was stored.
     */
    private static Instant seen(GatheredEvent gathered, Instant storedAt) {
        Instant window = gathered.windowStart();
        boolean isOtherTime = gathered.flag() == Flag.OTHER_TIME
                || (gathered.flag() == Flag.VARYING
                        && gathered.event().time().getEpochSecond() != window.getEpochSecond());
        return isOtherTime || window.isAfter(storedAt) ? storedAt : window;
    }

    /** Returns the group's id as it is stored. */
    String groupId() {
        return Objects.requireNonNull(StorableText.of(gathered.groupId()));
    }

    /** Returns whether the row shows an event of the group. */
    boolean isWhole() {
        return !isRejected && gathered.flag().isWhole();
    }

    /** Returns both in one, for the same group. Of events that are there, this row's stays. */
    GroupRow plus(GroupRow more) {
        GroupRow shown = isWhole() || !more.isWhole() ? this : more;
        return new GroupRow(
                shown.gathered,
                shown.isRejected,
                firstSeen.isBefore(more.firstSeen) ? firstSeen : more.firstSeen,
                lastSeen.isAfter(more.lastSeen) ? lastSeen : more.lastSeen);
    }

    /** Returns the values of the columns {@link #CONTENT}. */
    List<@Nullable Object> content() {
        List<@Nullable Object> values = new ArrayList<>();
        for (EventColumn column : CONTENT) {
            values.add(
                    isRejected && column == EventColumn.FLAG
                            ? Row.REJECTED
                            : isRejected && column == EventColumn.MESSAGE
                                    ? ""
                                    : column.valueIn(gathered, TraceKeys.DEFAULT));
        }
        return Collections.unmodifiableList(values);
    }

    @Override
    public List<@Nullable Object> values() {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(groupId());
        values.add(firstSeen);
        values.add(lastSeen);
        values.addAll(content());
        return Collections.unmodifiableList(values);
    }
}
