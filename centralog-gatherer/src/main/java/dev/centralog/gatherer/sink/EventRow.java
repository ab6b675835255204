// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.ThreadRef;
import dev.centralog.gather.EventWire;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.UnreadablePayload;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A row to be written to the table {@code event_rows}. */
final class EventRow implements Row {
    private static final String OWN_PROCESS = "(SELECT p.%s FROM processes p WHERE p.number = event_rows.processes_id)";

    static final RowTable TABLE = new RowTable(
            new Upsert(
                    "event_rows",
                    EventColumn.columns(EventColumn.ALL),
                    EventColumn.columns(EventColumn.IDENTITY),
                    List.of()),
            List.of(EventColumn.GROUPS_ID.columnName()),
            List.of(EventColumn.REPEATS.columnName(), EventColumn.PROCESSES.columnName(), OWN_PROCESS.formatted("id")),
            List.of("window", "repeats"));

    /** The columns that a row keeps when a missing event is filled in. */
    private static final Set<EventColumn> STAY = EnumSet.of(
            EventColumn.WINDOW_START,
            EventColumn.DELIVERIES_ID,
            EventColumn.GROUPS_ID,
            EventColumn.REPEATS,
            EventColumn.HOST,
            EventColumn.PID,
            EventColumn.PROCESSES_ID,
            EventColumn.PROCESSES,
            EventColumn.IN_FULL,
            EventColumn.BORROWED);

    /** The flags of rows that have their event. */
    static final Set<String> WHOLE = Arrays.stream(GatheredEvent.Flag.values())
            .filter(GatheredEvent.Flag::isWhole)
            .map(GatheredEvent.Flag::label)
            .collect(Collectors.toUnmodifiableSet());

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final EventContent content;
    private final @Nullable Object[] values = new @Nullable Object[EventColumn.ALL.size()];

    private EventRow(EventContent content) {
        this.content = content;
        for (int i = 0; i < values.length; i++) {
            values[i] = EventColumn.ALL.get(i).valueIn(content);
        }
    }

    static EventRow of(EventContent content) {
        GatheredEvent gathered = content.gathered();
        LogEvent event = StorableTime.nearest(gathered.event());
        boolean isStorable = event.time().equals(gathered.event().time());
        return new EventRow(isStorable ? content : content.with(copy(gathered, gathered.groupId(), event)));
    }

    private GatheredEvent gathered() {
        return content.gathered();
    }

    @Override
    public List<String> names() {
        return List.of(gathered().groupId());
    }

    @Override
    public long count() {
        return gathered().repeats();
    }

    /**
     * Merges this row into the stored one: of each process the larger count stays, and a missing event is filled in. How many
     * events are stored in full is counted afterwards, by {@link InFullCount}.
     */
    @Override
    public Merge onto(RowThere old) {
        ProcessCounts counts = old.counts().larger(gathered().processes());
        Map<Column, @Nullable Object> changes = new LinkedHashMap<>();
        String flag = String.valueOf(values[EventColumn.FLAG.index()]);
        boolean fills = WHOLE.contains(flag) && !WHOLE.contains(old.flag());
        if (fills) {
            changes.put(EventColumn.HOST.column(), gathered().event().origin().host());
            changes.put(EventColumn.PID.column(), gathered().event().origin().pid());
            EventColumn.ALL.stream()
                    .filter(each -> !STAY.contains(each))
                    .forEach(each -> changes.put(each.column(), values[each.index()]));
            if (!gathered().samples().isOwnCounted()) {
                changes.put(EventColumn.BORROWED.column(), 1L);
            }
        }
        if (!counts.equals(old.counts())) {
            if (!fills) { // the process that the row's own event was taken from is not named any more
                ownValue(changes, EventColumn.HOST);
                ownValue(changes, EventColumn.PID);
            }
            changes.put(EventColumn.REPEATS.column(), counts.total());
            changes.put(EventColumn.PROCESSES.column(), counts.json());
            changes.put(EventColumn.PROCESSES_ID.column(), null);
        }
        return new Merge(
                new RowThere(counts.total(), counts, fills ? flag : old.flag()),
                changes,
                !gathered().processes().equals(old.counts()));
    }

    private static void ownValue(Map<Column, @Nullable Object> changes, EventColumn column) {
        String name = column.columnName();
        changes.put(column.column(), new SqlText("coalesce(" + name + ", " + OWN_PROCESS.formatted(name) + ")"));
    }

    /** Returns this row: its name is a number, which no database refuses. */
    @Override
    public EventRow named(List<String> names) {
        return this;
    }

    @Override
    public EventRow rejected() {
        EventRow row = new EventRow(content.with(bare(gathered())));
        row.values[EventColumn.FLAG.index()] = REJECTED;
        row.values[EventColumn.MESSAGE.index()] = "";
        row.values[EventColumn.THROWN.index()] = null;
        row.values[EventColumn.DIFFERS.index()] = null;
        if (content.references().process() != null) {
            row.values[EventColumn.HOST.index()] = null;
            row.values[EventColumn.PID.index()] = null;
        }
        row.values[EventColumn.IN_FULL.index()] =
                (long) gathered().samples().further().size();
        return row;
    }

    /** Returns the same count with an event that has nothing of what the database may refuse. */
    static GatheredEvent bare(GatheredEvent gathered) {
        LogEvent event = StorableTime.nearest(gathered.event());
        LogEvent bare = LogEvent.builder()
                .time(event.time())
                .level(plain(event.level()))
                .thread(ThreadRef.UNKNOWN)
                .sequence(event.sequence())
                .build();
        return copy(gathered, gathered.groupId(), bare);
    }

    /**
     * Returns a level that any database accepts, because its name may be what the database refuses; INFO if it has no severity.
     */
    private static Level plain(Level level) {
        if (level.severity() == 0) {
            return Level.INFO;
        }
        return PLAIN.matcher(level.name()).matches() ? level : new Level("", level.severity());
    }

    /** Returns the same under another group, and with another event. */
    static GatheredEvent copy(GatheredEvent gathered, String groupId, LogEvent event) {
        return new GatheredEvent(
                gathered.windowStart(),
                groupId,
                gathered.delivery(),
                gathered.processes(),
                event,
                gathered.flag(),
                gathered.samples());
    }

    @Override
    public UnreadablePayload putAside(String reason) {
        return putAside(gathered(), reason);
    }

    /** Returns an event as a dead letter. */
    static UnreadablePayload putAside(GatheredEvent gathered, String reason) {
        return new UnreadablePayload(
                gathered.windowStart(),
                gathered.groupId(),
                gathered.delivery(),
                EventWire.encode(gathered.event(), gathered.flag() == GatheredEvent.Flag.VARYING),
                reason);
    }

    @Override
    public List<@Nullable Object> values() {
        return Collections.unmodifiableList(Arrays.asList(values));
    }
}
