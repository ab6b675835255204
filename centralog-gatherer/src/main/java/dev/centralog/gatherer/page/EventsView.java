// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.gatherer.sink.StorableTime;
import dev.centralog.gatherer.stored.EventCursor;
import dev.centralog.gatherer.stored.EventPage;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.RowMatches;
import dev.centralog.gatherer.stored.StoredReader;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The view {@code events}: the search, page by page, the newest first. */
final class EventsView implements View {
    /** The time after which a search ends early, so that the page is not kept waiting. */
    static final Duration SEARCH = Duration.ofMillis(200);

    private static final int USUAL = 100;
    private static final int MOST = 500;

    @Override
    public Function<StoredReader, JsonLine> of(Parameters parameters) {
        EventQuery query = query(parameters, List.of("since", "until", "limit", "before"));
        EventCursor before = cursor("before", parameters.one("before"));
        int limit = parameters.number("limit", USUAL, MOST);
        return stored -> read(stored, query, before, limit);
    }

    /** Returns the query of these parameters, which are filters and some others. */
    static EventQuery query(Parameters parameters, List<String> others) {
        Filters filters = new Filters(parameters);
        List<String> allowed = new ArrayList<>(others);
        allowed.addAll(Filters.ofEvents());
        allowed.addAll(filters.ofMdc());
        parameters.allowOnly(allowed);
        return filters.query().within(parameters.range());
    }

    /** Reads the id of an event, or the place of one; null for null. */
    static @Nullable EventCursor cursor(String name, @Nullable String text) {
        try {
            return text == null ? null : EventCursor.read(text);
        } catch (IllegalArgumentException e) {
            throw BadRequestException.wrong(
                    name + " is '" + Parameters.shown(text) + "'; allowed is what an answer has given as 'next'");
        }
    }

    /**
     * Reads the id of an event in a path.
     *
     * @param seconds how long before and after it is to be looked
     * @throws BadRequestException if there can be none
     */
    static EventCursor event(String id, long seconds) {
        EventCursor event;
        try {
            event = EventCursor.read(id);
        } catch (IllegalArgumentException e) {
            throw unknown(id);
        }
        if (!StorableTime.fits(event.second().minusSeconds(seconds))
                || !StorableTime.fits(event.second().plusSeconds(seconds + 1))) {
            throw unknown(id);
        }
        return event;
    }

    static BadRequestException unknown(String id) {
        return BadRequestException.notFound("there is no event '" + Parameters.shown(id) + "' any more");
    }

    private static JsonLine read(StoredReader stored, EventQuery query, @Nullable EventCursor before, int limit) {
        EventPage page = stored.events(SEARCH).read(query, before, limit);
        EventCursor next = page.next();
        Instant searchedTo = page.searchedTo();
        RowMatches matches = stored.matches(query);
        boolean isNone = page.events().isEmpty() && next == null && before == null;
        return new JsonLine()
                .put("events", EventLines.of(page.events(), matches))
                .put("next", next == null ? null : next.text())
                .put("why", isNone ? Why.of(stored.groups(), query) : List.of())
                .put("older_by_words", EventLines.of(page.byWords(), matches))
                .put("notes", searchedTo == null ? List.of() : List.of(note(searchedTo)))
                .put("searched_to", searchedTo == null ? null : Times.UTC.iso(searchedTo));
    }

    private static String note(Instant searchedTo) {
        return "searched back to " + Times.UTC.iso(searchedTo)
                + "; older events come next. It is faster with app, level or logger, or a shorter time";
    }
}
