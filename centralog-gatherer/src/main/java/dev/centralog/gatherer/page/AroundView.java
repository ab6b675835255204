// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.gatherer.stored.EventCursor;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import dev.centralog.gatherer.stored.EventPage;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.GroupInfo;
import dev.centralog.gatherer.stored.StoredEvent;
import dev.centralog.gatherer.stored.StoredReader;
import dev.centralog.gatherer.stored.TimeRange;
import dev.centralog.gatherer.text.JsonLine;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** The view {@code event/ID/around}: the events of the same application around one. */
final class AroundView implements View {
    private static final int USUAL_SECONDS = 30;
    private static final int MOST_SECONDS = 3_600;
    private static final int MOST_EVENTS = 500;

    private final String id;

    AroundView(String id) {
        this.id = id;
    }

    @Override
    public Function<StoredReader, JsonLine> of(Parameters parameters) {
        parameters.allowOnly(List.of("seconds"));
        int seconds = parameters.number("seconds", USUAL_SECONDS, MOST_SECONDS);
        EventCursor event = EventsView.event(id, seconds);
        return stored -> read(stored, event, seconds);
    }

    /** Reads as many seconds as have few enough events; the event's own one in any case. */
    private JsonLine read(StoredReader stored, EventCursor event, int most) {
        GroupInfo group = stored.groups().find(event.groupId()).stream()
                .filter(each -> each.groupId().equals(event.groupId()))
                .findFirst()
                .orElseThrow(() -> EventsView.unknown(id));
        EventQuery query = EventQuery.ALL
                .with(Kind.APP, group.event().origin().app())
                .with(Kind.ENVIRONMENT, group.event().origin().environment());
        int seconds = most;
        List<StoredEvent> events = around(stored, query, event.second(), seconds);
        while (events.size() >= MOST_EVENTS && seconds > 0) {
            seconds /= 2;
            events = around(stored, query, event.second(), seconds);
        }
        if (events.stream().noneMatch(each -> EventCursor.of(each).equals(event))) {
            EventQuery ofGroup = EventQuery.ALL.with(Kind.GROUP, event.groupId());
            if (around(stored, ofGroup, event.second(), 0).stream()
                    .noneMatch(each -> EventCursor.of(each).equals(event))) {
                throw EventsView.unknown(id);
            }
        }
        return new JsonLine()
                .put("id", event.text())
                .put("seconds", seconds)
                .put("events", EventLines.of(events))
                .put(
                        "notes",
                        seconds == most
                                ? List.of()
                                : List.of("there are more than " + MOST_EVENTS + " rows within " + most
                                        + " seconds, so these are of " + seconds + " seconds before and after"));
    }

    private static List<StoredEvent> around(StoredReader stored, EventQuery query, Instant second, int seconds) {
        TimeRange range = new TimeRange(second.minusSeconds(seconds), second.plusSeconds(seconds + 1L));
        EventPage page = stored.events(EventsView.SEARCH).read(query.within(range), null, MOST_EVENTS);
        return page.events();
    }
}
