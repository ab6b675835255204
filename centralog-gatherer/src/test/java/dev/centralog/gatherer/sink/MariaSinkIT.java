// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static dev.centralog.gatherer.sink.Windows.FIRST;
import static dev.centralog.gatherer.sink.Windows.event;
import static dev.centralog.gatherer.sink.Windows.row;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.centralog.LogEvent;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.StoredEvent;
import dev.centralog.gatherer.stored.StoredEvents;
import dev.centralog.testkit.LocalMariaDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("dev.centralog.testkit.LocalMariaDb#isAvailable")
class MariaSinkIT extends SinkContract {
    /** The rights that docs/databases.md asks for. */
    private static final String RIGHTS = "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, CREATE VIEW";

    private static LocalMariaDb server() {
        return Databases.sharedMaria();
    }

    @Override
    protected String emptyDatabase() {
        return Databases.shared().empty(Databases.Kind.MARIADB, Path.of(""));
    }

    @Override
    protected String withoutTables() {
        return server().createDatabase();
    }

    @Override
    protected void refuse(String message) {
        for (String table : List.of("groups", "event_rows")) {
            Sql.execute(
                    url(), "ALTER TABLE " + table + " ADD CONSTRAINT refuse_it CHECK (message <> '" + message + "')");
        }
    }

    @Override
    protected String jsonText(String column, String path) {
        return "json_value(" + column + ", '$" + path + "')";
    }

    private static void withGlobal(String name, String value, Runnable test) {
        String before = Sql.rows(server().jdbcUrl(), "SELECT @@global." + name).get(0);
        set(name, value);
        try {
            test.run();
        } finally {
            set(name, before);
        }
    }

    private static void set(String name, String value) {
        server().execute("SET GLOBAL " + name + " = " + (value.matches("\\d+") ? value : "'" + value + "'"));
    }

    private static SinkException failure(String url, String user, String password) {
        try (Sinks sinks = Sinks.open(new SinkTarget(url, user, password, (severity, message, cause) -> {}))) {
            Sink<SealedWindow> sink = sinks.events();
            return catchThrowableOfType(SinkException.class, sink::prepare);
        }
    }

    /** Returns the URL of this test's database for a new user with these rights on it. */
    private String urlOfUser(String name, String rights) {
        server().execute("CREATE OR REPLACE USER " + name + " IDENTIFIED BY '" + name + "'");
        if (!rights.isEmpty()) {
            String database = Sql.rows(url(), "SELECT database()").get(0);
            server().execute("GRANT " + rights + " ON " + database + ".* TO " + name);
        }
        return url().replaceFirst("user=root", "user=" + name + "&password=" + name);
    }

    @Test
    void store_urlOfMysql_isTheSame() {
        try (Sinks sinks = Sinks.open(Databases.target(url().replace("jdbc:mariadb:", "jdbc:mysql:")))) {
            Sink<SealedWindow> sink = sinks.events();
            sink.store(Windows.of(FIRST, row(1, 3, event("a"))));
        }

        assertThat(Sql.rows(url(), "SELECT repeats, message FROM events")).containsExactly("3|a");
    }

    @Test
    void store_serverAndJvmInOtherZones_timesAreUtc() {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        try {
            withGlobal("time_zone", "+05:30", () -> {
                sink().store(Windows.of(FIRST, row(1, 1, event("a"))));
                assertThat(Sql.rows(url(), "SELECT window_start, time FROM events"))
                        .containsExactly("2026-01-31 23:59:58.000000|2026-01-31 23:59:58.250000");
                try (StoredEvents events = StoredEvents.open(target())) {
                    assertThat(events.last(EventQuery.ALL, 9))
                            .singleElement()
                            .returns(Windows.SECOND, StoredEvent::windowStart)
                            .returns(event("a"), StoredEvent::event);
                }
            });
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void store_serverThatCutsSilently_doesNotDoSoToUs() {
        sink().prepare();
        sink().close();
        Sql.execute(url(), "ALTER TABLE event_rows MODIFY thread_name varchar(3)");

        withGlobal("sql_mode", "", () -> {
            Stored stored = sink().store(Windows.of(FIRST, row(1, 5, event("a"))));

            assertThat(stored).isEqualTo(new Stored(1, 5, 0, 0, Map.of(), Map.of("rejected", 1L)));
            assertThat(Sql.rows(url(), "SELECT repeats, flag FROM events")).containsExactly("5|rejected");
        });
    }

    @Test
    void store_loggerLongerThanItsIndex_isStoredWhole() {
        LogEvent longName = event("a").toBuilder().logger("x".repeat(20_000)).build();

        assertThat(sink().store(Windows.of(FIRST, row(1, 5, longName))))
                .isEqualTo(new Stored(1, 5, 0, 0, Map.of(), Map.of()));

        assertThat(Sql.number(url(), "SELECT length(logger) FROM events")).isEqualTo(20_000);
    }

    @Test
    void store_rowLargerThanAPacket_isPutAsideAndTheRestIsStored() {
        // The row has the text twice, the dead letter once.
        LogEvent large = event("a").toBuilder()
                .thrown(new IllegalStateException("x".repeat(700_000)))
                .build();

        withGlobal("max_allowed_packet", "1048576", () -> {
            for (int generation = 1; generation <= 20; generation++) {
                String delivery = "c0ffee:0:" + generation;
                Stored stored = sink().store(Windows.of(
                        delivery,
                        row(delivery, 1, 1, event("b")),
                        row(delivery, 2, 5, large),
                        row(delivery, 3, 1, event("c"))));

                // At once: if the replies to statements and to COMMIT were mixed up, the rows would come later.
                String ofIt = " WHERE delivery = '" + delivery + "'";
                assertThat(Sql.rows(url(), "SELECT repeats, flag FROM events" + ofIt))
                        .containsExactlyInAnyOrder("1|", "5|rejected", "1|");
                assertThat(Sql.rows(url(), "SELECT reason FROM dead_letters" + ofIt))
                        .singleElement()
                        .asString()
                        .contains("max_allowed_packet");
                assertThat(stored).isEqualTo(new Stored(3, 7, 0, 0, Map.of(), Map.of("rejected", 1L)));
            }
        });
    }

    @Test
    void prepare_serverOfSmallPackets_isWarnedOfOnce() {
        List<String> said = new CopyOnWriteArrayList<>();

        withGlobal("max_allowed_packet", "1048576", () -> {
            SinkTarget target = new SinkTarget(url(), "", "", (severity, message, cause) -> said.add(message));
            try (Sinks sinks = Sinks.open(target)) {
                sinks.events().prepare();
                sinks.actions().prepare();
            }
        });

        assertThat(said).singleElement(as(STRING)).contains("max_allowed_packet of 1048576 bytes");
    }

    @Test
    void store_deadLetterLargerThanAPacket_isCut() {
        LogEvent large = event("a").toBuilder()
                .thrown(new IllegalStateException("x".repeat(1_500_000)))
                .build();

        withGlobal("max_allowed_packet", "1048576", () -> {
            Stored stored = sink().store(Windows.of(FIRST, row(1, 5, large), row(2, 1, event("b"))));

            assertThat(stored).isEqualTo(new Stored(2, 6, 0, 0, Map.of(), Map.of("rejected", 1L)));
        });
        assertThat(Sql.rows(url(), "SELECT length(raw), left(reason, 12) FROM dead_letters"))
                .containsExactly("65536|cut from 150");
    }

    @Test
    void store_connectionKilled_worksTheNextTime() {
        sink().store(Windows.of(FIRST, row(1, 1, event("a"))));
        Sql.rows(url(), "SELECT id FROM information_schema.processlist WHERE db = database() AND id <> connection_id()")
                .forEach(each -> server().execute("KILL " + each));

        SinkException cut =
                catchThrowableOfType(SinkException.class, () -> sink().store(Windows.of(FIRST, row(2, 1, event("b")))));
        sink().store(Windows.of(FIRST, row(2, 1, event("b"))));

        assertThat(cut).returns(SinkException.Kind.AWAY, SinkException::kind);
        assertThat(Sql.number(url(), "SELECT count(*) FROM events")).isEqualTo(2);
    }

    @Test
    void store_rowLockedByAnother_isToBeTriedAgain() throws SQLException {
        sink().store(Windows.of(FIRST, row(1, 1, event("a"))));
        sink().close();
        try (Connection other = DriverManager.getConnection(url())) {
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("UPDATE event_rows SET repeats = 2");
            }

            withGlobal("innodb_lock_wait_timeout", "1", () -> {
                SinkException locked = catchThrowableOfType(
                        SinkException.class, () -> sink().store(Windows.of(FIRST, 2, List.of(row(1, 9, event("a"))))));
                assertThat(locked).returns(SinkException.Kind.AWAY, SinkException::kind);
            });

            other.rollback();
        }
        sink().store(Windows.of(FIRST, 3, List.of(row(1, 9, event("a")))));

        assertThat(Sql.number(url(), "SELECT repeats FROM events")).isEqualTo(9);
    }

    @Test
    void store_serverReadOnly_isToBeTriedAgain() {
        String user = urlOfUser("writer", RIGHTS);
        try (Sinks sinks = Sinks.open(Databases.target(user))) {
            Sink<SealedWindow> sink = sinks.events();
            sink.prepare();

            withGlobal("read_only", "1", () -> {
                SinkException refused = catchThrowableOfType(
                        SinkException.class, () -> sink.store(Windows.of(FIRST, row(1, 1, event("a")))));
                assertThat(refused).returns(SinkException.Kind.AWAY, SinkException::kind);
            });

            assertThat(sink.store(Windows.of(FIRST, row(1, 1, event("a")))))
                    .isEqualTo(new Stored(1, 1, 0, 0, Map.of(), Map.of()));
        }
    }

    @Test
    void prepare_serverGone_isToBeTriedAgain() {
        assertThat(failure("jdbc:mariadb://localhost:1/centralog", "", ""))
                .hasMessageContaining("localhost:1")
                .returns(SinkException.Kind.AWAY, SinkException::kind);
    }

    @Test
    void prepare_unknownDatabase_isNot() {
        assertThat(failure(server().jdbcUrl().replace("/mysql?", "/nobody_made_this?"), "", ""))
                .hasMessageContaining("nobody_made_this")
                .returns(SinkException.Kind.UNUSABLE, SinkException::kind);
    }

    @Test
    void prepare_wrongPassword_saysSoWithoutIt() {
        urlOfUser("someone", RIGHTS);

        assertThat(failure(url().replaceFirst("\\?.*", ""), "someone", "geheim"))
                .hasMessageContaining("Access denied for user 'someone'")
                .hasMessageNotContaining("geheim")
                .returns(SinkException.Kind.REFUSED, SinkException::kind);
    }

    @Test
    void prepare_noRightToMakeTables_saysSo() {
        startWithoutTables();
        assertThat(failure(urlOfUser("guest", ""), "", "")).returns(SinkException.Kind.REFUSED, SinkException::kind);
        assertThat(failure(urlOfUser("reader", "SELECT"), "", ""))
                .hasMessageContaining("CREATE command denied")
                .returns(SinkException.Kind.REFUSED, SinkException::kind);
    }

    @Test
    void prepare_noRightToMakeTables_saysTheGrantThatHelps() {
        startWithoutTables();
        String fresh = urlOfUser("fresh", "SELECT");
        String message = String.valueOf(failure(fresh, "", "").getMessage());
        assertThat(message).contains("; as an administrator run: GRANT SELECT, ");

        server().execute(message.substring(message.indexOf("GRANT SELECT, ")));

        assertThat(Database.of(Databases.target(fresh)).look().tables()).isZero();
        try (Sinks sinks = Sinks.open(Databases.target(fresh))) {
            sinks.events().store(Windows.of(FIRST, row(1, 3, event("a"))));
        }
        assertThat(Sql.rows(url(), "SELECT repeats FROM events")).containsExactly("3");
    }

    @Test
    void prepare_brokeOffInTheMiddle_saysSoUntilItIsCleared() {
        startWithoutTables();
        Sql.execute(url(), "CREATE TABLE drops (id integer)");

        assertThat(failure(url(), "", ""))
                .hasMessageContaining("Table 'drops' already exists")
                .hasMessageContaining("'A migration that broke off'")
                .returns(SinkException.Kind.UNUSABLE, SinkException::kind);
        assertThat(failure(url(), "", ""))
                .hasMessageContaining("version 1")
                .hasMessageContaining("broke off in the middle")
                .returns(SinkException.Kind.UNUSABLE, SinkException::kind);

        DocumentedSql.blockWith("DROP TABLE IF EXISTS events").forEach(each -> Sql.execute(url(), each));
        assertThat(sink().store(Windows.of(FIRST, row(1, 1, event("a")))))
                .isEqualTo(new Stored(1, 1, 0, 0, Map.of(), Map.of()));
    }

    @Test
    void prepare_serverThatMayLoseCommits_isWarnedOf() {
        List<String> said = new ArrayList<>();
        SinkTarget target = new SinkTarget(url(), "", "", (severity, message, cause) -> said.add(message));
        try (Sinks sinks = Sinks.open(target)) {
            Sink<SealedWindow> sink = sinks.events();
            sink.prepare();
        }
        assertThat(said).isEmpty();

        withGlobal("innodb_flush_log_at_trx_commit", "2", () -> {
            try (Sinks sinks = Sinks.open(target)) {
                Sink<SealedWindow> sink = sinks.events();
                sink.prepare();
            }
        });

        assertThat(said).singleElement().asString().contains("innodb_flush_log_at_trx_commit");
    }
}
