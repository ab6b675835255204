// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static dev.centralog.gatherer.sink.Windows.FIRST;
import static dev.centralog.gatherer.sink.Windows.LATE;
import static dev.centralog.gatherer.sink.Windows.SECOND;
import static dev.centralog.gatherer.sink.Windows.event;
import static dev.centralog.gatherer.sink.Windows.group;
import static dev.centralog.gatherer.sink.Windows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.LogEvent;
import dev.centralog.SourceLocation;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.testsupport.StoredSums;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the search by words. */
class FullTextIT {
    private static final int LONG_NAME = 1000; // PostgreSQL's own index of the names of loggers has a limit
    private static final int LONG_WORD = 100_000;
    private static final int LONG_TEXT = 5_000_000;

    @TempDir
    Path directory = Path.of("");

    private String empty(Kind kind) {
        return Databases.shared().empty(kind, directory);
    }

    private static void store(String url, String delivery, GatheredEvent... events) {
        try (Sinks sinks = Sinks.open(Databases.target(url))) {
            sinks.events().store(Windows.of(delivery, events));
            addWords(sinks);
        }
    }

    private static void addWords(Sinks sinks) {
        Upkeep upkeep = Objects.requireNonNull(sinks.upkeep());
        boolean more = true;
        while (more) {
            more = upkeep.indexWords();
        }
    }

    /** Returns the documented queries for a database: of groups, and of stack traces. */
    private static List<String> documented(Kind kind) {
        return DocumentedSql.blockWith(
                switch (kind) {
                    case SQLITE -> "-- SQLite";
                    case POSTGRESQL -> "-- PostgreSQL";
                    case MARIADB -> "-- MariaDB";
                });
    }

    private static String search(Kind kind, String words) {
        String query = documented(kind).get(0).replaceFirst("SELECT .*? FROM", "SELECT group_id FROM");
        return kind == Kind.MARIADB
                ? query.replace("+timeout +payment", words)
                : query.replace("timeout payment", words);
    }

    /** Returns the numbers of the groups that a search finds, in order. */
    private static List<Integer> found(String url, Kind kind, String words) {
        return Sql.rows(url, search(kind, words)).stream()
                .map(each -> Integer.parseInt(each, 16))
                .sorted()
                .toList();
    }

    private static List<Integer> foundAll(String url, Kind kind, String... words) {
        String sign = kind == Kind.MARIADB ? "+" : "";
        return found(url, kind, Stream.of(words).map(each -> sign + each).collect(Collectors.joining(" ")));
    }

    /** Tests the table of what may be searched for. */
    @ParameterizedTest
    @EnumSource
    void search_asDocumented_findsWords(Kind kind) {
        String url = empty(kind);
        store(
                url,
                FIRST,
                row(1, 1, event("Timeout of the payment 4711")),
                row(2, 1, event("payment of 4712 failed")),
                row(3, 1, event("java.lang.Error in a timeout")),
                row(4, 1, event("Error of java, lang")));

        boolean isMaria = kind == Kind.MARIADB;
        assertThat(foundAll(url, kind, "timeout", "payment")).containsExactly(1);
        assertThat(foundAll(url, kind, "4711")).containsExactly(1);
        assertThat(found(
                        url,
                        kind,
                        kind == Kind.SQLITE
                                ? "timeout OR payment"
                                : isMaria ? "timeout payment" : "timeout or payment"))
                .containsExactly(1, 2, 3);
        assertThat(found(
                        url,
                        kind,
                        kind == Kind.SQLITE
                                ? "timeout NOT payment"
                                : isMaria ? "+timeout -payment" : "timeout -payment"))
                .containsExactly(3);
        assertThat(found(url, kind, kind == Kind.POSTGRESQL ? "\"java lang Error\"" : "\"java.lang.Error\""))
                .containsExactly(3);
        String beginning = kind == Kind.POSTGRESQL
                ? search(kind, "pay:*").replace("websearch_to_tsquery", "to_tsquery")
                : search(kind, "pay*");
        assertThat(Sql.rows(url, beginning)).containsExactlyInAnyOrder(group(1), group(2));
        assertThat(foundAll(url, kind, "paymen")).isEmpty();
    }

    private static LogEvent failure(String message, Throwable thrown) {
        return event(message).toBuilder()
                .logger("com.example.Logger-7")
                .template("of_pattern {}")
                .location(new SourceLocation("com.example.Till$Drawer", "<clinit>", "Till.java", 3))
                .thrown(thrown)
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void search_ofAnyOfTheTexts_findsTheGroup(Kind kind) {
        String url = empty(kind);
        store(
                url,
                FIRST,
                row(1, 1, failure("refused/again", new IllegalStateException("no money: \u00c4rger<b>bold</b>"))),
                row(2, 1, event("other")));

        for (String word : List.of(
                "refused",
                "again",
                "Logger",
                "LOGGER",
                kind == Kind.MARIADB ? "of_pattern" : "pattern",
                "Till",
                "drawer",
                "clinit",
                "IllegalStateException",
                "money",
                "bold",
                "\u00e4rger")) {
            assertThat(foundAll(url, kind, word)).as(word).containsExactly(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void search_ofStackTraces_findsTheirEvents(Kind kind) {
        String url = empty(kind);
        store(
                url,
                FIRST,
                row(1, 3, failure("a", PaymentGateway.failure())),
                row(2, 1, failure("b", new IllegalStateException("PaymentGateway"))),
                row(3, 1, event("c")));

        assertThat(Sql.rows(url, documented(kind).get(1))).containsExactly(group(1) + "|3|a");
        assertThat(Sql.rows(url, documented(kind).get(0))).isEmpty();
    }

    /** A class that is in a stack trace. */
    private static final class PaymentGateway {
        static Throwable failure() {
            return new IllegalStateException("a");
        }
    }

    @ParameterizedTest
    @EnumSource
    void search_ofAnEventThatIsFilledInLater_findsIt(Kind kind) {
        String url = empty(kind);
        store(url, FIRST, Windows.counted(FIRST, 1, Flag.NO_PAYLOAD), row(2, 1, event("first")));
        store(url, LATE, row(LATE, 1, 1, event("came later")), row(LATE, 2, 1, event("came later, too")));

        assertThat(foundAll(url, kind, "later")).containsExactly(1);
        assertThat(foundAll(url, kind, "first")).containsExactly(2);
        assertSound(url, kind);
    }

    @ParameterizedTest
    @EnumSource
    void search_afterRowsWereDeletedOrChanged_findsWhatIsThere(Kind kind) {
        String url = empty(kind);
        store(
                url,
                FIRST,
                row(1, 1, failure("payment one", PaymentGateway.failure())),
                row(2, 1, event("payment two")),
                row(3, 1, event("payment three")));

        Sql.execute(url, "DELETE FROM groups WHERE group_id = '" + group(1) + "'");
        assertThat(foundAll(url, kind, "payment")).containsExactly(2, 3);
        if (kind != Kind.SQLITE) { // whose index has only what gatherers write, and these change no text
            Sql.execute(
                    url,
                    "UPDATE groups SET template = 'timeout', message = 'timeout' WHERE group_id = '" + group(2) + "'");
            Sql.execute(url, "UPDATE throwables SET text = replace(text, 'PaymentGateway', 'Till')");
            assertThat(foundAll(url, kind, "payment")).containsExactly(3);
            assertThat(foundAll(url, kind, "timeout")).containsExactly(2);
        }
        assertThat(Sql.rows(url, documented(kind).get(1))).isEmpty();
        assertSound(url, kind);
        Sql.execute(url, "DELETE FROM throwables");
        assertSound(url, kind);
    }

    /** Asserts that SQLite's index has what the tables have. */
    private static void assertSound(String url, Kind kind) {
        if (kind == Kind.SQLITE) {
            for (String index : List.of("groups_text", "throwables_text")) {
                Sql.execute(url, "INSERT INTO " + index + " (" + index + ", rank) VALUES ('integrity-check', 1)");
            }
        }
    }

    private static String repeated(String text, int length) {
        return text.repeat(length / text.length() + 1).substring(0, length);
    }

    /** Returns words that are all different, of that many characters in all. */
    private static String words(String form, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < length; i++) {
            text.append(String.format(form, i, i, i));
        }
        return text.substring(0, length);
    }

    /** Returns texts that could be too much for an index, or be taken for its syntax. */
    private static List<String> hostile() {
        String letters = IntStream.range(0, 40_000)
                .mapToObj(each -> Character.toString(0x20000 + each) + " ")
                .collect(Collectors.joining());
        return List.of(
                words("word%d ", LONG_TEXT),
                words("a%x-b%x-c%x ", LONG_WORD),
                words("http://h%d.example.com/p%d?q=%d ", LONG_WORD),
                words("u%d@h%d.example.com/%d ", LONG_WORD),
                words("\ud840\udc00%x\ud83d\ude00-\ud840\udc01%x ", LONG_WORD),
                repeated("x", LONG_WORD),
                repeated("\ud840\udc00", LONG_WORD),
                repeated("a-", LONG_WORD),
                repeated("a.", LONG_WORD),
                repeated("<a ", LONG_WORD),
                letters,
                letters.replace(" ", "-"),
                letters.replace(" ", ""),
                repeated("\u0130\ufb03\u1e9e ", LONG_WORD),
                "\"' OR 1=1; -- NEAR(a b, 2) ^x* AND NOT {message}: + - @ ~ ( ) < > \\ % & | !",
                "'unclosed",
                "\"unclosed",
                "(",
                ")",
                "*",
                "@",
                ":*",
                "\\",
                "\u0000",
                "\ud800 lone",
                "\ud83d\ude00 \ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67 emoji",
                "\u05e9\u05dc\u05d5\u05dd \u202e\u0645\u0631\u062d\u0628\u0627\u202c right to left",
                "\u0e44\u0e17\u0e22\u0e44\u0e21\u0e48\u0e21\u0e35\u0e0a\u0e48\u0e2d\u0e07 \u65e5\u672c\u8a9e");
    }

    @ParameterizedTest
    @EnumSource
    void store_hostileTexts_neverFails(Kind kind) {
        String url = empty(kind);
        List<String> texts = hostile();
        List<GatheredEvent> events = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            events.add(row(i, 2, event("needle " + text)));
            events.add(row(1000 + i, 1, everywhere(text.substring(0, Math.min(text.length(), LONG_WORD)))));
        }
        try (Sinks sinks = Sinks.open(Databases.target(url))) {
            for (int i = 0; i < events.size(); i += 2) { // one by one, as they are large
                sinks.events().store(Windows.of(FIRST, i + 1, events.subList(i, i + 2)));
            }
            addWords(sinks);
        }

        assertThat(Sql.rows(url, "SELECT reason FROM dead_letters")).isEmpty();
        assertThat(Sql.number(url, "SELECT sum(repeats) FROM events")).isEqualTo(3L * texts.size());
        assertThat(foundAll(url, kind, "needle"))
                .containsExactlyElementsOf(
                        IntStream.range(0, texts.size()).boxed().toList());
        assertThat(foundAll(url, kind, "emoji")).hasSize(2);
        assertThat(foundAll(url, kind, "\u05e9\u05dc\u05d5\u05dd")).hasSize(2);
        StoredSums.assertAgree(url);
        assertSound(url, kind);
    }

    /** Returns an event that has a text wherever the index looks. */
    private static LogEvent everywhere(String text) {
        return event(text).toBuilder()
                .logger(text.substring(0, Math.min(text.length(), LONG_NAME)))
                .template(text)
                .location(new SourceLocation(text, text, text, 1))
                .thrown(new Hostile(text))
                .build();
    }

    /** A throwable whose stack trace has a hostile text. */
    private static final class Hostile extends RuntimeException {
        private static final long serialVersionUID = 1;

        Hostile(String text) {
            super(text);
            setStackTrace(new StackTraceElement[] {new StackTraceElement(text, text, text, 1)});
        }
    }

    private static GatheredEvent known(int second, int group) {
        return new GatheredEvent(
                SECOND.plusSeconds(second),
                group(group),
                FIRST,
                ProcessCounts.ofUnknown(1),
                event("payment " + group),
                Flag.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void queries_asDocumented_useTheIndex(Kind kind) {
        String url = empty(kind);
        int groups = 3000;
        store(
                url,
                FIRST,
                IntStream.range(0, groups).mapToObj(each -> known(0, each)).toArray(GatheredEvent[]::new));
        if (kind != Kind.SQLITE) {
            Sql.execute(url, kind == Kind.POSTGRESQL ? "VACUUM ANALYZE groups" : "ANALYZE TABLE `groups`");
        }

        String explain = kind == Kind.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
        String plan = String.join("\n", Sql.rows(url, explain + search(kind, "2999")));

        assertThat(plan)
                .contains(
                        switch (kind) {
                            case SQLITE -> "groups_text VIRTUAL TABLE INDEX";
                            case POSTGRESQL -> "Bitmap Index Scan on groups_words";
                            case MARIADB -> "|fulltext|groups_words";
                        });
        assertThat(plan).doesNotContain("SCAN groups\n", "Seq Scan", "|ALL|");
    }

    @Test
    void indexWords_ofManyNewGroups_leavesNone() {
        String url = empty(Kind.SQLITE);
        store(
                url,
                FIRST,
                IntStream.range(0, 1300).mapToObj(each -> known(0, each)).toArray(GatheredEvent[]::new));

        assertThat(Sql.rows(url, "SELECT count(*) FROM groups_text_due")).containsExactly("0");
        assertThat(foundAll(url, Kind.SQLITE, "1299")).hasSize(1);
    }

    /** Tests that windows of known groups write nothing into the index: neither counts nor last_seen are in it. */
    @Test
    void store_windowsOfKnownGroups_leaveSqlitesIndexAlone() {
        String url = empty(Kind.SQLITE);
        try (Sinks sinks = Sinks.open(Databases.target(url))) {
            sinks.events().store(Windows.of(FIRST, known(0, 1), known(0, 2)));
            addWords(sinks);
            String blocks = "SELECT id, hex(block) FROM groups_text_data ORDER BY id";
            List<String> before = Sql.rows(url, blocks);
            String lastSeen = Sql.rows(url, "SELECT max(last_seen) FROM groups").get(0);

            sinks.events().store(Windows.of(FIRST, known(120, 1), known(120, 2)));
            addWords(sinks);

            assertThat(Sql.rows(url, "SELECT max(last_seen) FROM groups").get(0))
                    .isGreaterThan(lastSeen);
            assertThat(Sql.rows(url, blocks)).isEqualTo(before);
        }
    }

    /** Tests an index that lacks what it had, and one that is gone. */
    @ParameterizedTest
    @ValueSource(strings = {"DELETE FROM %s_data", "DROP TABLE %s"})
    void sqlitesIndex_thatIsDamaged_isMadeAgainAsDocumented(String damage) {
        String url = empty(Kind.SQLITE);
        store(url, FIRST, row(1, 1, failure("payment", PaymentGateway.failure())));
        Sql.execute(url, damage.formatted("groups_text"));
        Sql.execute(url, damage.formatted("throwables_text"));

        try (Sinks sinks = Sinks.open(Databases.target(url))) {
            sinks.events().store(Windows.of(LATE, row(LATE, 2, 1, failure("payment", new Hostile("other")))));
            assertThatThrownBy(() -> addWords(sinks)).isInstanceOf(SinkException.class);
            DocumentedSql.blockWith("'rebuild'").forEach(each -> Sql.execute(url, each));
            addWords(sinks);
        }

        assertThat(foundAll(url, Kind.SQLITE, "payment")).containsExactly(1, 2);
        assertThat(Sql.rows(url, documented(Kind.SQLITE).get(1))).containsExactly(group(1) + "|1|payment");
        assertSound(url, Kind.SQLITE);
        StoredSums.assertAgree(url);
    }

    @ParameterizedTest
    @EnumSource
    void search_ofRowsOfTheVersionBefore_findsThem(Kind kind) {
        String url = Databases.shared().withoutTables(kind, directory);
        SinkTarget target = Databases.target(url);
        UpgradeIT.migrate(target, 11);
        String time = "'" + Database.of(target).timeText(SECOND) + "'";
        String needle = "Timeout of the payment by com.example.PaymentGateway";
        for (String message : List.of(needle, words("word%d ", LONG_WORD), "")) {
            int number = message.length();
            Sql.execute(
                    url,
                    "INSERT INTO groups (group_id, first_seen, last_seen, level, severity, message, app, environment, flag)"
                            + " VALUES ('" + group(number) + "', " + time + ", " + time + ", 'INFO', 9, '" + message
                            + "', 'shop', '', '')");
            Sql.execute(
                    url, "INSERT INTO throwables (id, frames, text) VALUES (" + -number + ", '{}', '" + message + "')");
        }

        try (Sinks sinks = Sinks.open(target)) {
            sinks.events().prepare();
            addWords(sinks);
        }

        assertThat(foundAll(url, kind, "timeout", "payment")).containsExactly(needle.length());
        assertThat(foundAll(url, kind, "word7")).containsExactly(LONG_WORD);
        String throwables = documented(kind).get(1);
        throwables = throwables.substring(throwables.indexOf("IN (") + "IN (".length(), throwables.indexOf(") GROUP"));
        assertThat(Sql.rows(url, throwables)).containsExactly(String.valueOf(-needle.length()));
        assertSound(url, kind);
    }

    /** Tests what the documentation says of MariaDB's index: it has what was committed, and leaves some words out. */
    @Test
    void search_onMariaDb_leavesOutWhatIsDocumented() throws SQLException {
        String url = empty(Kind.MARIADB);
        store(
                url,
                FIRST,
                row(1, 1, event("of the payment from com.example.Till_7 by id 4711")),
                row(2, 1, event("other")));

        assertThat(foundAll(url, Kind.MARIADB, "till_7", "4711")).containsExactly(1);
        assertThat(foundAll(url, Kind.MARIADB, "till")).isEmpty();
        assertThat(foundAll(url, Kind.MARIADB, "id", "payment")).isEmpty();
        assertThat(foundAll(url, Kind.MARIADB, "from", "payment")).isEmpty();
        assertThat(found(url, Kind.MARIADB, "+payment from id")).containsExactly(1);
        assertThat(found(url, Kind.MARIADB, "\"payment from com.example\"")).containsExactly(1);
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE groups SET message = 'refund', template = 'refund' WHERE message = 'other'");
            try (ResultSet row = statement.executeQuery(search(Kind.MARIADB, "+refund"))) {
                assertThat(row.next()).isFalse();
            }
            connection.commit();
        }
        assertThat(foundAll(url, Kind.MARIADB, "refund")).containsExactly(2);
    }
}
