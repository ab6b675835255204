// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredEvent.Flag;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A row to be written to the table {@code groups}: what a window says of one group. Thread-safety: none. */
final class GroupRow implements RowValues {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Column GROUP_ID = new Column("group_id", ColumnType.TEXT);

    /** The statement that adds groups, and leaves existing ones unchanged. */
    static final Upsert INSERT = new Upsert(
            "groups",
            Stream.concat(
                            Stream.of(
                                    GROUP_ID,
                                    new Column("first_seen", ColumnType.TIME),
                                    new Column("last_seen", ColumnType.TIME)),
                            GroupColumn.columns().stream())
                    .toList(),
            List.of(GROUP_ID),
            List.of());

    /** The same with the numbers of the groups. */
    static final Upsert NUMBERED_INSERT = new Upsert(
            INSERT.table(),
            Stream.concat(Stream.of(new Column("id", ColumnType.NUMBER)), INSERT.columns().stream())
                    .toList(),
            INSERT.key(),
            List.of());

    private final GatheredEvent gathered;
    private final String groupId;
    private final boolean isRejected;
    private final Instant firstSeen;
    private final Instant lastSeen;
    private final Map<GroupColumn, @Nullable Object> values = new EnumMap<>(GroupColumn.class);
    private @Nullable ShownContent content;

    /**
     * Makes a row.
     *
     * @param gathered the event that the row shows, and its flag
     * @param isRejected whether the database has refused the event, so that the row has the flag {@link Row#REJECTED}
     * @param firstSeen the earliest time at which the group was seen, in whole seconds
     * @param lastSeen the latest such time
     */
    private GroupRow(GatheredEvent gathered, boolean isRejected, Instant firstSeen, Instant lastSeen) {
        this.gathered = gathered;
        groupId = Objects.requireNonNull(StorableText.of(gathered.groupId()));
        this.isRejected = isRejected;
        this.firstSeen = firstSeen;
        this.lastSeen = lastSeen;
    }

    GatheredEvent gathered() {
        return gathered;
    }

    Instant firstSeen() {
        return firstSeen;
    }

    Instant lastSeen() {
        return lastSeen;
    }

    /** Returns the rows of groups that are stored now, in the order of the events. */
    static List<GroupRow> of(List<GatheredEvent> events) {
        Instant now = CLOCK.instant();
        return events.stream().map(event -> of(event, now)).toList();
    }

    /** Returns the row of a group that is stored now. */
    static GroupRow of(GatheredEvent event) {
        return of(event, CLOCK.instant());
    }

    /** Returns the row of a group that was stored in a window, at that time. */
    private static GroupRow of(GatheredEvent gathered, Instant storedAt) {
        Instant seen = seen(gathered, storedAt).truncatedTo(ChronoUnit.SECONDS);
        return new GroupRow(gathered, false, seen, seen);
    }

    /** Returns the same row with another event. */
    GroupRow with(GatheredEvent other) {
        return new GroupRow(other, isRejected, firstSeen, lastSeen);
    }

    /** Returns the same row without its event, because the database does not take that. */
    GroupRow rejected() {
        return new GroupRow(EventRow.bare(gathered), true, firstSeen, lastSeen);
    }

    /** Returns the same row under another id, without its event. */
    GroupRow rejectedAs(String groupId) {
        GatheredEvent bare = EventRow.bare(gathered);
        return new GroupRow(EventRow.copy(bare, groupId, bare.event()), true, firstSeen, lastSeen);
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
        return groupId;
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

    /** Returns the value of a column that shows the event. */
    @Nullable
    Object value(GroupColumn column) {
        if (!values.containsKey(column)) {
            values.put(
                    column,
                    isRejected && column == GroupColumn.FLAG
                            ? Row.REJECTED
                            : isRejected && column == GroupColumn.MESSAGE ? "" : column.valueIn(gathered));
        }
        return values.get(column);
    }

    /** Returns what the row shows. */
    ShownContent content() {
        ShownContent known = content;
        if (known == null) {
            known = ShownContent.of(this::value);
            content = known;
        }
        return known;
    }

    /** Returns the same with a number, for {@link #NUMBERED_INSERT}. */
    RowValues numbered(long id) {
        return () -> {
            List<@Nullable Object> all = new ArrayList<>();
            all.add(id);
            all.addAll(values());
            return all;
        };
    }

    @Override
    public List<@Nullable Object> values() {
        List<@Nullable Object> all = new ArrayList<>();
        all.add(groupId());
        all.add(firstSeen);
        all.add(lastSeen);
        GroupColumn.ALL.forEach(column -> all.add(value(column)));
        return Collections.unmodifiableList(all);
    }
}
