// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Level;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.Upkeep;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of a search that has no more time than for one step back, which is of 250 rows. */
class EventPagesIT {
    private static final Instant NOW = Instant.parse("2026-01-31T15:00:00Z");
    private static final StoredLog.Runner PROCESS = StoredLog.process(1, "production", "1.0.0");

    private static final List<String> TEXTS = List.of(
            "Payment gateway timeout",
            "100% of \"quoted\" AND (more) OR less*",
            "注文が失敗しました",
            "paid 😀 with a smile",
            "x",
            "from the com of a",
            "it's +more -less ~near @5 c:\\temp\\n");

    @TempDir
    Path directory = Path.of("");

    /** Returns a database in which each text was logged once, half an hour ago; and another one in each of the last 15 minutes. */
    private String filled(Databases.Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        try (StoredLog log = new StoredLog(url)) {
            for (int i = 0; i < TEXTS.size(); i++) {
                Instant time = NOW.minus(Duration.ofMinutes(30)).minusSeconds(i);
                log.log(time, PROCESS, StoredLog.event(Level.ERROR, TEXTS.get(i)), 1);
            }
            for (int i = 0; i < 900; i++) {
                log.log(NOW.minusSeconds(i), PROCESS, StoredLog.event(Level.INFO, "noise"), 1);
            }
            log.store();
        }
        return url;
    }

    private static void addWords(String url) {
        try (StoredLog log = new StoredLog(url)) {
            Upkeep upkeep = Objects.requireNonNull(log.sinks().upkeep());
            boolean more = true;
            while (more) {
                more = upkeep.indexWords();
            }
        }
    }

    private static EventQuery of(String... texts) {
        EventQuery query = EventQuery.ALL;
        for (String text : texts) {
            query = query.with(Kind.GREP, text);
        }
        return query;
    }

    private static List<String> messages(List<StoredEvent> events) {
        return events.stream()
                .map(each -> String.valueOf(each.event().message()))
                .toList();
    }

    /** Returns what the first page has found by words. */
    private static List<String> byWords(String url, String... texts) {
        try (StoredReader reader = StoredReader.open(Databases.target(url))) {
            EventPage page = reader.events(Duration.ZERO).read(of(texts), null, 10);
            assertThat(page.next()).isNotNull();
            return messages(page.byWords());
        }
    }

    /** Returns what all pages have found by searching, each text once. */
    private static List<String> all(String url, EventQuery query) {
        try (StoredReader reader = StoredReader.open(Databases.target(url))) {
            EventPages pages = reader.events(Duration.ZERO);
            List<String> found = new ArrayList<>();
            EventPage page = pages.read(query, null, 10);
            found.addAll(messages(page.events()));
            while (page.next() != null) {
                page = pages.read(query, page.next(), 10);
                found.addAll(messages(page.events()));
            }
            assertThat(page.byWords()).isEmpty();
            return found.stream().distinct().toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void words_ofEventsBeforeTheTime_areFoundOnTheFirstPage(Databases.Kind kind) {
        String url = filled(kind);
        addWords(url);
        String payment = TEXTS.get(0);

        for (String text : List.of("Payment", "gateway", "GATEWAY TIME", "Payment gateway timeout", "timeout")) {
            assertThat(byWords(url, text)).as(text).containsExactly(payment);
        }
        assertThat(byWords(url, "gateway", "payment", "%")).isEmpty();
        assertThat(byWords(url, "gateway", "payment", "gateway t")).containsExactly(payment);
        assertThat(byWords(url, "gateway  timeout")).isEmpty();
        assertThat(byWords(url, "timeout gateway")).isEmpty();
        assertThat(byWords(url, "smile")).containsExactly(TEXTS.get(3));
        assertThat(byWords(url, "quoted\" AND (mo")).containsExactly(TEXTS.get(1));
        assertThat(byWords(url, "temp\\n")).containsExactly(TEXTS.get(6));
    }

    /** Tests that each part of a text finds it: words or not, and whatever an index takes it for. */
    @ParameterizedTest
    @EnumSource
    void texts_ofAnyCharacters_areFoundAsTheyStand(Databases.Kind kind) {
        String url = filled(kind);
        addWords(url);
        Map<String, Integer> places = Map.ofEntries(
                Map.entry("ayment gatewa", 0),
                Map.entry("%", 1),
                Map.entry("\"", 1),
                Map.entry("\" AND (", 1),
                Map.entry("less*", 1),
                Map.entry("失敗", 2),
                Map.entry("注文が", 2),
                Map.entry("😀", 3),
                Map.entry("the com", 5),
                Map.entry("from the com of a", 5),
                Map.entry("'s +more", 6),
                Map.entry("~near @5", 6),
                Map.entry("\\", 6));
        places.forEach((text, place) -> assertThat(all(url, of(text))).as(text).containsExactly(TEXTS.get(place)));
        assertThat(all(url, of("X"))).containsExactly("x");
        assertThat(all(url, of("payment* gateway"))).isEmpty();
        assertThat(all(url, of("payment OR noise"))).isEmpty();
        assertThat(all(url, of("NEAR(payment gateway)"))).isEmpty();
        assertThat(all(url, of("message:payment"))).isEmpty();
        assertThat(all(url, of("e"))).hasSize(6);
        assertThat(all(url, EventQuery.ALL.with(new EventFilter(Kind.GREP, List.of("e"), true))))
                .containsExactly(TEXTS.get(2), "x");
    }

    /** Tests words that the gatherer has not added to the index yet. */
    @Test
    void words_ofNewGroups_areFoundOnSqlite() {
        assertThat(byWords(filled(Databases.Kind.SQLITE), "gateway timeout")).containsExactly(TEXTS.get(0));
    }

    @Test
    void texts_withoutSqlitesIndex_areFoundBySearching() throws SQLException {
        String url = filled(Databases.Kind.SQLITE);
        addWords(url);
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE groups_text");
        }

        assertThat(byWords(url, "gateway")).isEmpty();
        assertThat(all(url, of("gateway"))).containsExactly(TEXTS.get(0));
    }

    @ParameterizedTest
    @EnumSource
    void rows_ofAGroup_areThoseThatAreReadInTime(Databases.Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        try (StoredLog log = new StoredLog(url)) {
            for (int i = 1; i <= 260; i++) {
                log.log(NOW.minusSeconds(i), PROCESS, StoredLog.event(Level.ERROR, "failed"), 3);
            }
            log.log(NOW.minus(Duration.ofHours(2)), PROCESS, StoredLog.event(Level.ERROR, "failed"), 4);
            log.store();
        }
        TimeRange day = new TimeRange(NOW.minus(Duration.ofHours(24)), NOW);
        try (StoredReader reader = StoredReader.open(Databases.target(url))) {
            StoredGroups some = reader.groups(Duration.ZERO);
            List<GroupInfo> groups = some.find("");
            RowCounts last = some.of(groups).rows(day);
            assertThat(last.since()).isEqualTo(NOW.minusSeconds(250));
            assertThat(last.processes()).extracting(ProcessCount::repeats).containsExactly(750L);
            assertThat(last.values().inFull()).isEqualTo(250);

            for (StoredGroups whole : List.of(reader.groups(), reader.groups(Duration.ofMinutes(1)))) {
                RowCounts all = whole.of(groups).rows(day);
                assertThat(all.since()).isNull();
                assertThat(all.processes()).extracting(ProcessCount::repeats).containsExactly(784L);
                assertThat(all.values().inFull()).isEqualTo(261);
            }
        }
    }

    /** Tests that a step has as many rows as it should, wherever they are: none is longer for the time without rows behind it. */
    @ParameterizedTest
    @EnumSource
    void steps_acrossATimeWithoutRows_haveAsManyRowsAsAsked(Databases.Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        Instant before = NOW.minus(Duration.ofDays(9));
        try (StoredLog log = new StoredLog(url)) {
            for (int i = 1; i <= 20; i++) {
                log.log(before.minusSeconds(i), PROCESS, StoredLog.event(Level.ERROR, "first"), 3);
                log.log(before.minusSeconds(i), PROCESS, StoredLog.event(Level.ERROR, "other"), 3);
            }
            log.log(NOW, PROCESS, StoredLog.event(Level.ERROR, "first"), 3);
            log.store();
        }
        TimeRange range = new TimeRange(before.minusSeconds(20), NOW.plusSeconds(1));
        try (Queries queries = Queries.open(Database.of(Databases.target(url)))) {
            List<Long> groups = queries.all(
                    "SELECT id FROM " + queries.database().quoted("groups"), List.of(), row -> row.getLong("id"));

            RowsBack all = RowsBack.ofAll(queries);
            assertThat(all.back(range, 1)).isEqualTo(NOW);
            assertThat(all.back(range, 2)).isEqualTo(before.minusSeconds(1));
            assertThat(all.back(range, 11)).isEqualTo(before.minusSeconds(5));
            assertThat(all.back(range, 41)).isEqualTo(before.minusSeconds(20));
            assertThat(all.back(range, 42)).isNull();
            RowsBack ofGroups = RowsBack.of(groups, queries);
            assertThat(ofGroups.back(range, 1)).isEqualTo(NOW);
            assertThat(ofGroups.back(range, 6)).isEqualTo(before.minusSeconds(5));
            assertThat(ofGroups.back(range, 21)).isEqualTo(before.minusSeconds(20));
            assertThat(ofGroups.back(range, 22)).isNull();
        }
    }
}
