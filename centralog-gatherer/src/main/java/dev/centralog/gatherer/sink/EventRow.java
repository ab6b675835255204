// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.ThreadRef;
import dev.centralog.gather.GatheredEvent;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of {@code events} in the making. */
final class EventRow {
    /** The flag of a row whose event the database did not take: the event is among the dead letters. */
    static final String REJECTED = "rejected";

    private final GatheredEvent gathered;
    private final EnumMap<EventColumn, Object> values = new EnumMap<>(EventColumn.class);

    private EventRow(GatheredEvent gathered) {
        this.gathered = gathered;
        for (EventColumn column : EventColumn.ALL) {
            Object value = column.valueIn(gathered);
            if (value != null) {
                values.put(column, value);
            }
        }
    }

    static EventRow of(GatheredEvent gathered) {
        return new EventRow(StorableTime.fits(gathered.event().time()) ? gathered : withNearestTime(gathered));
    }

    /** The same count without what the event holds. */
    EventRow rejected() {
        LogEvent event = gathered.event();
        LogEvent bare = LogEvent.builder()
                .time(event.time())
                .level(event.level().severity() == 0 ? Level.INFO : event.level())
                .thread(ThreadRef.UNKNOWN)
                .sequence(event.sequence())
                .build();
        EventRow row = new EventRow(new GatheredEvent(
                gathered.windowStart(),
                gathered.groupId(),
                gathered.delivery(),
                gathered.repeats(),
                bare,
                gathered.flag()));
        row.values.put(EventColumn.FLAG, REJECTED);
        row.values.put(EventColumn.MESSAGE, "");
        return row;
    }

    /** A clock that is wrong by ages must not stop the rest: the time's own second is kept among the cuts. */
    private static GatheredEvent withNearestTime(GatheredEvent gathered) {
        LogEvent event = gathered.event();
        Map<String, Long> cuts = new HashMap<>(event.cuts());
        cuts.put("time", event.time().getEpochSecond());
        Instant nearest = StorableTime.nearest(event.time());
        return new GatheredEvent(
                gathered.windowStart(),
                gathered.groupId(),
                gathered.delivery(),
                gathered.repeats(),
                event.toBuilder()
                        .time(nearest.with(
                                ChronoField.NANO_OF_SECOND, event.time().get(ChronoField.NANO_OF_SECOND)))
                        .cuts(cuts)
                        .build(),
                gathered.flag());
    }

    GatheredEvent gathered() {
        return gathered;
    }

    @Nullable
    Object value(EventColumn column) {
        return values.get(column);
    }
}
