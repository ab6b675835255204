// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gather.DropReport;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gatherer.sink.ColumnType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of a database, in the order of storing, with all that is in them.
 *
 * <p>Thread-safety: none.
 */
public final class StoredDeliveries {
    /** The number of deliveries below the last one that are looked at for those whose transactions are under way. */
    private static final long LOOKED_AT_BELOW = 10_000;

    static final Comparator<StoredEvent> BY_TIME = Comparator.comparing(
                    (StoredEvent each) -> each.event().time())
            .thenComparingLong(each -> each.event().sequence())
            .thenComparing(StoredEvent::groupId);

    private final Queries queries;
    private final StoredEvents events;

    StoredDeliveries(Queries queries) {
        this.queries = queries;
        events = new StoredEvents(queries);
    }

    /**
     * A delivery that was stored.
     *
     * @param id the number, which grows in the order of storing
     * @param stream the stream that it belongs to: {@link DropReport#EVENTS} or {@link DropReport#ACTIONS}
     * @param windowStart the second of its events, or the start of the slice of its actions
     * @param name the name as in the rows of its events
     */
    public record Delivery(long id, String stream, Instant windowStart, String name) {
        /** Returns whether it is one of events. */
        public boolean isOfEvents() {
            return stream.equals(DropReport.EVENTS);
        }
    }

    /** Returns all that is stored now as seen. */
    public SeenDeliveries seenNow() {
        long highest = highest();
        long from = Math.max(0, highest - LOOKED_AT_BELOW);
        InsertionOrder order = new InsertionOrder(from, 1);
        order.seen(queries.all(
                "SELECT id FROM deliveries WHERE id > ? AND id <= ?", List.of(from, highest), row -> row.getLong(1)));
        return order.state();
    }

    /** Returns the highest id; 0 if there is none. */
    public long highest() {
        return queries.all("SELECT coalesce(max(id), 0) FROM deliveries", List.of(), row -> row.getLong(1))
                .get(0);
    }

    /** Returns the deliveries that are not among some, in their order, {@code limit} at most. */
    public List<Delivery> unseen(SeenDeliveries seen, int limit) {
        return all(unseen(seen), " ORDER BY id LIMIT " + limit);
    }

    /** Returns the last delivery but some that is among some, and not among others; null if there are no more. */
    public @Nullable Delivery lastBut(int skipped, SeenDeliveries seen, SeenDeliveries butNot) {
        List<Delivery> last = all(between(butNot, seen), " ORDER BY id DESC LIMIT 1 OFFSET " + skipped);
        return last.isEmpty() ? null : last.get(0);
    }

    /** Returns the deliveries that are among some, and not among others, in their order, {@code limit} at most. */
    public List<Delivery> first(SeenDeliveries seen, SeenDeliveries butNot, int limit) {
        return all(between(butNot, seen), " ORDER BY id LIMIT " + limit);
    }

    /** Returns the delivery of an id; none if there is none. */
    public List<Delivery> byId(long id) {
        return all(new Condition("id = ?", List.of(id)), "");
    }

    /** A number of deliveries of events, and the first and the last second of their events; null if there are none. */
    public record Span(
            long deliveries,
            @Nullable Instant first,
            @Nullable Instant last) {}

    /** Returns what deliveries of events are among some, and not among others, up to an id. */
    public Span span(SeenDeliveries seen, SeenDeliveries butNot, long upTo) {
        Condition between = between(butNot, seen);
        List<Object> parameters = new ArrayList<>(between.parameters());
        parameters.add(upTo);
        parameters.add(DropReport.EVENTS);
        return queries.all(
                        "SELECT count(*) AS deliveries, min(window_start) AS first_start, max(window_start) AS last_start"
                                + " FROM deliveries WHERE " + between.sql() + " AND id <= ? AND stream = ?",
                        parameters,
                        row -> row.getLong("deliveries") == 0
                                ? new Span(0, null, null)
                                : new Span(
                                        row.getLong("deliveries"),
                                        queries.database().time(row, "first_start"),
                                        queries.database().time(row, "last_start")))
                .get(0);
    }

    private static Condition between(SeenDeliveries butNot, SeenDeliveries seen) {
        List<Condition> all = new ArrayList<>();
        all.add(unseen(butNot));
        all.add(new Condition("id <= ?", List.of(seen.highest())));
        seen.missing()
                .forEach(each -> all.add(new Condition("id NOT BETWEEN ? AND ?", List.of(each.from(), each.to()))));
        return Condition.all(all);
    }

    private static Condition unseen(SeenDeliveries seen) {
        List<Condition> any = new ArrayList<>();
        any.add(new Condition("id > ?", List.of(seen.highest())));
        seen.missing().forEach(each -> any.add(new Condition("id BETWEEN ? AND ?", List.of(each.from(), each.to()))));
        return Condition.any(any);
    }

    private List<Delivery> all(Condition condition, String order) {
        return queries.all(
                "SELECT id, stream, window_start, delivery FROM deliveries WHERE " + condition.sql() + order,
                condition.parameters(),
                row -> new Delivery(
                        row.getLong(1),
                        EventRows.text(row, "stream"),
                        queries.database().time(row, "window_start"),
                        EventRows.text(row, "delivery")));
    }

    /** Returns all rows of a delivery of events, ordered by their events' time. */
    public List<StoredEvent> rows(Delivery delivery) {
        List<StoredEvent> rows = new ArrayList<>(events.of(delivery, Condition.all(List.of())));
        rows.sort(BY_TIME);
        return rows;
    }

    /** Returns the samples of some rows of a delivery, by their groups. */
    public Map<String, List<GatheredSample>> samples(Delivery delivery, List<StoredEvent> rows) {
        Map<String, StoredEvent> byGroup = new HashMap<>();
        rows.forEach(each -> byGroup.put(each.groupId(), each));
        Map<String, List<GatheredSample>> samples = new HashMap<>();
        queries.each(
                "SELECT * FROM event_samples WHERE window_start = "
                        + queries.database().parameter(ColumnType.TIME) + " AND delivery = ?",
                List.of(delivery.windowStart, delivery.name),
                row -> {
                    StoredEvent owner = byGroup.get(EventRows.text(row, "group_id"));
                    if (owner != null) {
                        samples.computeIfAbsent(owner.groupId(), each -> new ArrayList<>())
                                .add(new SampleRows(queries.database(), owner.event()).read(row));
                    }
                });
        return samples;
    }

    /** A process: its host and its release, empty where they are not known. */
    public record CountingProcess(String host, String release) {}

    /** Returns the processes that have counted in some rows, by their ids, as far as they are known. */
    public Map<String, CountingProcess> processes(List<StoredEvent> rows) {
        Set<String> ids = new HashSet<>();
        rows.forEach(each -> ids.addAll(each.processes().asMap().keySet()));
        Map<String, CountingProcess> processes = new HashMap<>();
        for (List<String> some : Parts.of(List.copyOf(ids))) {
            Condition condition = GroupSums.among("q.id", some);
            queries.each(
                    "SELECT q.id, q.host, q.release AS of_release FROM processes q WHERE " + condition.sql(),
                    condition.parameters(),
                    row -> processes.put(
                            EventRows.text(row, "id"),
                            new CountingProcess(EventRows.text(row, "host"), EventRows.text(row, "of_release"))));
        }
        return processes;
    }

    /** Returns the families of the groups of some rows, and the places that these are of, by the groups. */
    public Map<String, Set<String>> families(List<StoredEvent> rows) {
        Map<String, Set<String>> families = new HashMap<>();
        List<String> ids = rows.stream().map(StoredEvent::groupId).distinct().toList();
        for (List<String> some : Parts.of(ids)) {
            Condition condition = GroupSums.among("g.group_id", some);
            queries.each(
                    "SELECT g.group_id, f.family_id, f.place_id FROM "
                            + queries.database().quoted("groups")
                            + " g JOIN families f ON f.family_id = g.family_id WHERE " + condition.sql(),
                    condition.parameters(),
                    row -> {
                        add(families, row, "family_id");
                        add(families, row, "place_id");
                    });
        }
        return families;
    }

    /** Returns the trace ids of all events of a delivery that are stored in full, by their groups. */
    public Map<String, Set<String>> traces(Delivery delivery) {
        Map<String, Set<String>> traces = new HashMap<>();
        for (String table : List.of("events", "event_samples")) {
            queries.each(
                    "SELECT group_id, trace_id FROM " + table + " WHERE window_start = "
                            + queries.database().parameter(ColumnType.TIME)
                            + " AND delivery = ? AND trace_id IS NOT NULL",
                    List.of(delivery.windowStart, delivery.name),
                    row -> add(traces, row, "trace_id"));
        }
        return traces;
    }

    private static void add(Map<String, Set<String>> byGroup, ResultSet row, String column) throws SQLException {
        byGroup.computeIfAbsent(EventRows.text(row, "group_id"), each -> new HashSet<>())
                .add(EventRows.text(row, column));
    }
}
