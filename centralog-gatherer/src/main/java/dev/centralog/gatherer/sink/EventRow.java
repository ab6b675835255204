// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.ThreadRef;
import dev.centralog.gather.EventWire;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.UnreadablePayload;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A row of {@code events} in the making. */
final class EventRow implements Row {
    /** The larger count wins, and a missing event is filled in. */
    static final Upsert TABLE = new Upsert(
            "events", EventColumn.ALL.stream().map(EventColumn::column).toList(), Column.IDENTITY, updates());

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private static final List<String> NAMES =
            List.of(EventColumn.GROUP_ID.column().name());

    private final GatheredEvent gathered;
    private final @Nullable Object[] values = new @Nullable Object[EventColumn.ALL.size()];

    private EventRow(GatheredEvent gathered) {
        this.gathered = gathered;
        for (int i = 0; i < values.length; i++) {
            values[i] = EventColumn.ALL.get(i).valueIn(gathered);
        }
    }

    static EventRow of(GatheredEvent gathered) {
        return new EventRow(StorableTime.fits(gathered.event().time()) ? gathered : withNearestTime(gathered));
    }

    private static List<Upsert.Update> updates() {
        String fills = "old.flag NOT IN ('', 'otherTime') AND new.flag IN ('', 'otherTime')";
        List<Upsert.Update> updates = new ArrayList<>();
        updates.add(Upsert.Update.larger(EventColumn.REPEATS.column().name()));
        EventColumn.ALL.stream()
                .filter(each -> each != EventColumn.REPEATS && each != EventColumn.FLAG)
                .map(EventColumn::column)
                .filter(each -> !Column.IDENTITY.contains(each))
                .forEach(each -> updates.add(Upsert.Update.takes(each.name(), fills)));
        // Last, as the others look at it.
        updates.add(Upsert.Update.takes(EventColumn.FLAG.column().name(), fills));
        return updates;
    }

    @Override
    public List<String> names() {
        return List.of(gathered.groupId());
    }

    @Override
    public List<String> nameColumns() {
        return NAMES;
    }

    @Override
    public EventRow named(List<String> names) {
        return new EventRow(copy(gathered, names.get(0), gathered.event()));
    }

    @Override
    public EventRow rejected() {
        LogEvent event = gathered.event();
        LogEvent bare = LogEvent.builder()
                .time(event.time())
                .level(plain(event.level()))
                .thread(ThreadRef.UNKNOWN)
                .sequence(event.sequence())
                .build();
        EventRow row = new EventRow(copy(gathered, gathered.groupId(), bare));
        row.values[EventColumn.ALL.indexOf(EventColumn.FLAG)] = REJECTED;
        row.values[EventColumn.ALL.indexOf(EventColumn.MESSAGE)] = "";
        return row;
    }

    /** A level's name may be what the database refuses. */
    private static Level plain(Level level) {
        if (level.severity() == 0) {
            return Level.INFO;
        }
        return PLAIN.matcher(level.name()).matches() ? level : new Level("", level.severity());
    }

    /** A clock that is wrong by ages must not stop the rest: the time's own second is kept among the cuts. */
    private static GatheredEvent withNearestTime(GatheredEvent gathered) {
        LogEvent event = gathered.event();
        Map<String, Long> cuts = new HashMap<>(event.cuts());
        cuts.put("time", event.time().getEpochSecond());
        Instant nearest = StorableTime.nearest(event.time());
        return copy(
                gathered,
                gathered.groupId(),
                event.toBuilder()
                        .time(nearest.with(
                                ChronoField.NANO_OF_SECOND, event.time().get(ChronoField.NANO_OF_SECOND)))
                        .cuts(cuts)
                        .build());
    }

    private static GatheredEvent copy(GatheredEvent gathered, String groupId, LogEvent event) {
        return new GatheredEvent(
                gathered.windowStart(), groupId, gathered.delivery(), gathered.repeats(), event, gathered.flag());
    }

    @Override
    public UnreadablePayload putAside(String reason) {
        return new UnreadablePayload(
                gathered.windowStart(),
                gathered.groupId(),
                gathered.delivery(),
                EventWire.encode(gathered.event()),
                reason);
    }

    @Override
    public List<@Nullable Object> values() {
        return Collections.unmodifiableList(Arrays.asList(values));
    }
}
