// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.gatherer.stored.EventCursor;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.StoredEvent;
import dev.centralog.gatherer.stored.StoredReader;
import dev.centralog.gatherer.stored.TimeRange;
import dev.centralog.gatherer.text.JsonLine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The view {@code event/ID/samples}: the events of a row that are stored in full besides its own. */
final class SamplesView implements View {
    /** The most rows of a group in one second: one for each delivery. */
    private static final int MOST_ROWS = 500;

    private final String id;

    SamplesView(String id) {
        this.id = id;
    }

    @Override
    public Function<StoredReader, JsonLine> of(Parameters parameters) {
        parameters.allowOnly(List.of());
        EventCursor event = EventsView.event(id, 0);
        return stored -> read(stored, event);
    }

    private JsonLine read(StoredReader stored, EventCursor event) {
        Instant second = event.second();
        EventQuery query =
                EventQuery.ALL.with(Kind.GROUP, event.groupId()).within(new TimeRange(second, second.plusSeconds(1)));
        StoredEvent row = stored.events(EventsView.SEARCH).read(query, null, MOST_ROWS).events().stream()
                .filter(each -> EventCursor.of(each).equals(event))
                .findFirst()
                .orElseThrow(() -> EventsView.unknown(id));
        List<Map<String, Object>> samples = stored.samples(row).stream()
                .map(each -> EventLines.sample(each, row.own().counting().get(each.process()))
                        .fields())
                .toList();
        return new JsonLine()
                .put("id", event.text())
                .put("repeats", row.repeats())
                .put("in_full", row.inFull().count())
                .put("samples", samples);
    }
}
