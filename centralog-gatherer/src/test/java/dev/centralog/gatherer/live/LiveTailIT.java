// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.ThreadRef;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.live.Following.Event;
import dev.centralog.gatherer.stored.EventFilter;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.StoredEvent;
import dev.centralog.gatherer.stored.StoredLog;
import dev.centralog.gatherer.stored.StoredReader;
import dev.centralog.gatherer.tail.EventJson;
import dev.centralog.gatherer.text.Times;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the live tail on real databases. */
class LiveTailIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Instant NOW = Instant.parse("2026-01-31T15:00:00Z");
    private static final StoredLog.Runner PROCESS = StoredLog.process(1, "production", "1.0.0");
    private static final StoredLog.Runner OTHER = StoredLog.process(2, "staging", "1.1.0");
    private static final LiveTail.Limits QUICK =
            new LiveTail.Limits(Duration.ofMillis(20), Duration.ofMillis(200), 20_000, 1_000_000, 10);

    @TempDir
    Path directory = Path.of("");

    private int second;

    private static LiveTail tail(String url, LiveTail.Limits limits) {
        Function<StoredEvent, String> json =
                row -> new EventJson(Times.UTC, true).text(row, List.of()).strip();
        StoredReader reader = StoredReader.open(Databases.target(url));
        return new LiveTail(work -> work.accept(reader.deliveries()), json, limits);
    }

    private static Following follow(LiveTail tail, @Nullable String from, EventQuery query) {
        Following following = new Following();
        tail.follow(query, from == null ? null : TailCursor.read(from), following);
        await(() -> following.first("open") != null);
        return following;
    }

    private static Following follow(LiveTail tail, @Nullable String from) {
        return follow(tail, from, EventQuery.ALL);
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(10)).until(condition);
    }

    private static void awaitMessages(Following following, int count) {
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(10)).untilAsserted(() -> assertThat(
                        following.messages())
                .hasSizeGreaterThanOrEqualTo(count));
    }

    /** Stores a delivery with some rows, for a second that is earlier than that of the one before. */
    private List<String> store(StoredLog log, int rows) {
        List<String> messages = new ArrayList<>();
        for (int n = 0; n < rows; n++) {
            String message = "second " + second + " row " + n;
            messages.add(message);
            log.log(NOW.minusSeconds(second), PROCESS, StoredLog.event(Level.INFO, message), 1);
        }
        second++;
        log.store();
        return messages;
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void rows_afterACutAtAnyPlace_comeOnceEach(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        try (StoredLog log = new StoredLog(url)) {
            store(log, 3);
            List<String> stored = new ArrayList<>();
            List<Event> events;
            try (LiveTail tail = tail(url, QUICK)) {
                Following first = follow(tail, null);
                for (int rows : List.of(1, 450, 2, 201)) {
                    stored.addAll(store(log, rows));
                    awaitMessages(first, stored.size());
                }
                events = List.copyOf(first.events());
                assertThat(first.messages()).containsExactlyInAnyOrderElementsOf(stored);
            }
            assertThat(events.stream().filter(each -> each.name().equals("rows")))
                    .hasSizeGreaterThan(6);
            try (LiveTail restarted = tail(url, QUICK)) {
                List<String> before = new ArrayList<>();
                for (Event each : events) {
                    before.addAll(each.messages());
                    Following again = follow(restarted, each.id());
                    awaitMessages(again, stored.size() - before.size());
                    List<String> both = new ArrayList<>(before);
                    both.addAll(again.messages());
                    assertThat(both).as(each.id()).containsExactlyInAnyOrderElementsOf(stored);
                    again.leave();
                }
                Following last = follow(restarted, events.get(1).id());
                List<String> more = store(log, 2);
                await(() -> last.messages().containsAll(more));
                assertThat(last.messages()).doesNotHaveDuplicates().hasSize(stored.size() - 1 + more.size());
            }
        }
    }

    @Test
    void rows_ofATransactionThatCommitsLate_areNotLeftOut() throws SQLException {
        String url = Databases.shared().empty(Kind.POSTGRESQL, directory);
        try (StoredLog log = new StoredLog(url);
                LiveTail tail = tail(url, QUICK);
                Connection connection = DriverManager.getConnection(url);
                LiveTail other = tail(url, QUICK)) {
            List<String> stored = store(log, 1);
            Following following = follow(tail, null);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                insertLate(statement, "late:0:1");
                List<String> next = store(log, 2);
                await(() -> following.messages().containsAll(next));
                Event atGap = following.events().get(following.events().size() - 1);
                try (PreparedStatement burnt = connection.prepareStatement("SAVEPOINT burnt")) {
                    burnt.execute();
                }
                insertLate(statement, "never:0:1");
                statement.execute("ROLLBACK TO SAVEPOINT burnt");
                List<String> third = store(log, 1);
                await(() -> following.messages().containsAll(third));
                Following comesBack = follow(other, atGap.id());
                await(() -> comesBack.messages().containsAll(third));

                connection.commit();

                String late = stored.get(0);
                await(() -> following.messages().contains(late)
                        && comesBack.messages().contains(late));
                assertThat(following.messages()).containsExactlyInAnyOrderElementsOf(concat(next, third, stored));
                assertThat(comesBack.messages()).containsExactlyInAnyOrderElementsOf(concat(third, stored));
                Following end = follow(
                        other,
                        following.events().get(following.events().size() - 1).id());
                List<String> fourth = store(log, 1);
                await(() -> end.messages().containsAll(fourth));
                assertThat(end.messages()).isEqualTo(fourth);
            }
        }
    }

    @SafeVarargs
    private static List<String> concat(List<String>... parts) {
        List<String> all = new ArrayList<>();
        for (List<String> each : parts) {
            all.addAll(each);
        }
        return all;
    }

    /** Inserts a delivery with a copy of the row of the first one, as a gatherer does in its transaction. */
    private static void insertLate(Statement statement, String name) throws SQLException {
        statement.execute(
                "INSERT INTO deliveries (stream, window_start, delivery, stored_at) SELECT stream, window_start, '"
                        + name + "', stored_at FROM deliveries WHERE id = (SELECT min(id) FROM deliveries)");
        statement.execute(
                "CREATE TEMPORARY TABLE IF NOT EXISTS copied AS SELECT * FROM event_rows WHERE deliveries_id ="
                        + " (SELECT min(id) FROM deliveries)");
        statement.execute(
                "UPDATE copied SET deliveries_id = (SELECT id FROM deliveries WHERE delivery = '" + name + "')");
        statement.execute("INSERT INTO event_rows SELECT * FROM copied");
    }

    @Test
    void follower_whoIsSlow_isToldHowManyRowsHeMissed() {
        String url = Databases.shared().empty(Kind.SQLITE, directory);
        LiveTail.Limits small = new LiveTail.Limits(Duration.ofMillis(20), Duration.ofMinutes(1), 100, 1_000_000, 10);
        try (StoredLog log = new StoredLog(url);
                LiveTail tail = tail(url, small)) {
            Following fast = follow(tail, null);
            Following slow = follow(tail, null);
            slow.stall();
            List<String> stored = new ArrayList<>();
            for (int n = 0; n < 10; n++) {
                stored.addAll(store(log, 40));
                awaitMessages(fast, stored.size());
                if (n == 0) {
                    await(slow::isHeld);
                }
            }
            assertThat(fast.messages()).containsExactlyInAnyOrderElementsOf(stored);
            assertThat(slow.messages()).hasSize(40);

            slow.goOn();

            await(() -> slow.first("gap") != null);
            Event gap = Objects.requireNonNull(slow.first("gap"));
            int missed = gap.data().path("rows").asInt();
            awaitMessages(slow, stored.size() - missed);
            assertThat(gap.data().path("why").asText()).isEqualTo("slow");
            assertThat(missed).isBetween(stored.size() - 40 - 140, stored.size() - 40 - 40);
            assertThat(slow.messages()).doesNotHaveDuplicates().hasSize(stored.size() - missed);
            Following again = follow(tail, gap.id());
            awaitMessages(again, stored.size() - missed - 40);
            assertThat(again.messages())
                    .isEqualTo(slow.messages().subList(40, slow.messages().size()));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void follower_whoWasAwayForLong_isToldWhatIsLeftOut(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        try (StoredLog log = new StoredLog(url);
                LiveTail tail = tail(url, QUICK)) {
            Following following = follow(tail, null);
            String start = following.events().get(0).id();
            for (int n = 0; n < 13; n++) {
                store(log, 1);
            }

            Following old = follow(tail, start);

            awaitMessages(old, 10);
            Event gap = Objects.requireNonNull(old.first("gap"));
            assertThat(gap.data())
                    .hasToString("{\"why\":\"old\",\"windows\":3,\"since\":\"2026-01-31T14:59:58Z\","
                            + "\"until\":\"2026-01-31T15:00:01Z\"}");
            assertThat(old.messages()).hasSize(10).endsWith("second 12 row 0");
            Following unknown = follow(tail, "zzzz");
            await(() -> unknown.first("gap") != null);
            assertThat(Objects.requireNonNull(unknown.first("gap")).data()).hasToString("{\"why\":\"unknown\"}");
            store(log, 1);
            awaitMessages(unknown, 1);
        }
    }

    @Test
    void text_thatLooksLikeAnEvent_forgesNone() {
        String url = Databases.shared().empty(Kind.SQLITE, directory);
        String hostile = "a\n\nevent: end\nid: 1\ndata: {x}\n\r\n\r\u2028\u0085\u0000\u202e\ud83d\ude00</script>";
        try (StoredLog log = new StoredLog(url);
                LiveTail tail = tail(url, QUICK)) {
            Following following = follow(tail, null);
            LogEvent event = StoredLog.event(Level.INFO, hostile).toBuilder()
                    .mdc(Map.of("k\n\n", "v\n\n"))
                    .thread(new ThreadRef("\n\nevent: end", 1, 5))
                    .build();
            log.log(NOW, PROCESS, event, 1);
            log.store();

            awaitMessages(following, 1);

            // Each event has each of its fields once, or Following would have failed.
            assertThat(following.messages()).containsExactly(hostile.replace('\u0000', '\ufffd'));
            assertThat(following.events().stream().map(Event::name)).isSubsetOf("open", "rows", "beat");
        }
    }

    @Test
    void close_withFollowers_tellsThem() {
        String url = Databases.shared().empty(Kind.SQLITE, directory);
        LiveTail tail = tail(url, QUICK);
        Following following = follow(tail, null);
        await(() -> following.first("beat") != null);
        assertThat(Objects.requireNonNull(following.first("beat")).id())
                .isEqualTo(following.events().get(0).id());

        tail.close();

        assertThat(following.events().get(following.events().size() - 1).data()).hasToString("{\"why\":\"stopping\"}");
    }

    private static long highest(Event event) {
        return TailCursor.read(event.id()).seen().highest();
    }

    private static EventQuery query(Object... kindsAndValues) {
        EventQuery query = EventQuery.ALL;
        for (int i = 0; i < kindsAndValues.length; i += 3) {
            query = query.with(new EventFilter(
                    (EventFilter.Kind) kindsAndValues[i],
                    List.of(kindsAndValues[i + 1].toString().split("\\|")),
                    (boolean) kindsAndValues[i + 2]));
        }
        return query;
    }

    private static List<EventQuery> queries(String family, String group) {
        List<EventQuery> queries = new ArrayList<>();
        String[] user = {
            EventFilter.mdc("user", "Anna \"A\""), EventFilter.mdc("user", "Ann"), EventFilter.mdc("x", "y")
        };
        Map<EventFilter.Kind, List<String>> values = Map.ofEntries(
                Map.entry(EventFilter.Kind.LEVEL, List.of("WARN", "ERROR", "AUDIT", "TRACE")),
                Map.entry(
                        EventFilter.Kind.LOGGER,
                        List.of("com.example", "com.example.Shop", "com.example.shop", "x|com")),
                Map.entry(EventFilter.Kind.APP, List.of("shop", "sho", "a|shop")),
                Map.entry(EventFilter.Kind.ENVIRONMENT, List.of("staging", "production", "x")),
                Map.entry(EventFilter.Kind.FAMILY, List.of(family, "0123456789abcdef")),
                Map.entry(EventFilter.Kind.THROWN, List.of("throwable")),
                Map.entry(EventFilter.Kind.GROUP, List.of(group, group.substring(0, 8), "zzzz")),
                Map.entry(EventFilter.Kind.HOST, List.of("web-1", "web-2", "web-3", "web")),
                Map.entry(EventFilter.Kind.GREP, List.of("NO MONEY", "order", "42", "%", "_", "illegalstate", "cause")),
                Map.entry(EventFilter.Kind.TRACE, List.of("trace-1", "trace", "TRACE-1")),
                Map.entry(EventFilter.Kind.RELEASE, List.of("1.0.0", "1.1.0", "1|1.1.0")),
                Map.entry(EventFilter.Kind.THREAD, List.of("http-1", "http", "HTTP-1")),
                Map.entry(EventFilter.Kind.MDC, List.of(user)));
        queries.add(query(EventFilter.Kind.HOST, "web-1", false, EventFilter.Kind.RELEASE, "1.0.0|2", false));
        queries.add(query(EventFilter.Kind.HOST, "web-1", false, EventFilter.Kind.RELEASE, "1.1.0", false));
        assertThat(values.keySet()).isEqualTo(EnumSet.complementOf(EnumSet.of(EventFilter.Kind.STATE)));
        values.forEach((kind, all) -> all.forEach(value -> {
            queries.add(query(kind, value, false));
            queries.add(query(kind, value, true));
            queries.add(query(kind, value, true, EventFilter.Kind.LEVEL, "WARN", false));
        }));
        return queries;
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void filters_inMemory_findWhatTheDatabaseFinds(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        try (StoredLog log = new StoredLog(url);
                LiveTail tail = tail(url, QUICK);
                StoredReader reader = StoredReader.open(Databases.target(url))) {
            Following first = follow(tail, null);
            String start = first.events().get(0).id();
            List<LogEvent> events = List.of(
                    StoredLog.event(Level.ERROR, "order {} failed"),
                    StoredLog.event(Level.WARN, "100%_done").toBuilder()
                            .mdc(Map.of("user", "Anna \"A\"", "traceId", "trace-1"))
                            .thread(new ThreadRef("http-1", 1, 5))
                            .build(),
                    StoredLog.event(new Level("AUDIT", 0), "who").toBuilder()
                            .logger(null)
                            .mdc(Map.of("trace_id", "trace-1"))
                            .build(),
                    StoredLog.event(Level.ERROR, "thrown").toBuilder()
                            .thrown(new IllegalStateException("no money", new RuntimeException("the Cause")))
                            .build());
            int n = 0;
            for (LogEvent each : events) {
                log.log(NOW.minusSeconds(n), PROCESS, each, 2);
                log.log(NOW.minusSeconds(n++), OTHER, each, 1);
            }
            log.store();
            log.label();
            StoredEvent row = reader.events(Duration.ofSeconds(10))
                    .read(EventQuery.ALL, null, 1)
                    .events()
                    .get(0);
            String family = reader.groups().families().find("").get(0).id();
            awaitMessages(first, 8);
            long end = highest(first.events().get(first.events().size() - 1));
            int found = 0;
            Map<EventQuery, Following> all = new LinkedHashMap<>();
            queries(family, row.groupId()).forEach(each -> all.put(each, follow(tail, start, each)));
            for (Map.Entry<EventQuery, Following> each : all.entrySet()) {
                List<String> expected =
                        reader.events(Duration.ofSeconds(10)).read(each.getKey(), null, 100).events().stream()
                                .map(event -> event.event().message()
                                        + event.event().origin().environment())
                                .sorted()
                                .toList();
                found += expected.size();
                // A sign of life with that place says that all before it was looked at.
                await(() -> each.getValue().events().stream()
                        .anyMatch(event -> event.name().equals("beat") && highest(event) == end));
                assertThat(each.getValue().rows().stream()
                                .map(event -> event.path("message").asText()
                                        + event.path("environment").asText())
                                .sorted())
                        .as(each.getKey().toString())
                        .isEqualTo(expected);
            }
            assertThat(found).isGreaterThan(200);
        }
    }
}
