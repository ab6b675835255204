// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static dev.centralog.gatherer.sink.Windows.FIRST;
import static dev.centralog.gatherer.sink.Windows.event;
import static dev.centralog.gatherer.sink.Windows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.gatherer.Databases;
import dev.centralog.testkit.LocalPostgres;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PostgresSinkIT extends PostgresSinkContract {
    private static LocalPostgres server() {
        return Databases.sharedPostgres();
    }

    @Override
    protected String emptyDatabase() {
        return Databases.shared().empty(Databases.Kind.POSTGRESQL, Path.of(""));
    }

    @Override
    protected String withoutTables() {
        return server().createDatabase();
    }

    @Test
    void store_loggerTooLongForItsIndex_isPutAside() {
        String noise = new Random(1)
                .ints(20_000, 'A', 'z')
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        LogEvent tooLong = event("a").toBuilder().logger(noise).build();

        Stored stored = sink().store(Windows.of(FIRST, row(1, 5, tooLong), row(2, 1, event("b"))));

        assertThat(stored).isEqualTo(new Stored(2, 6, 0, 0, Map.of(), Map.of("rejected", 1L)));
        assertThat(
                        Sql.rows(
                                url(),
                                "SELECT repeats, flag, logger FROM events ORDER BY window_start, time, nano, sequence, delivery"))
                .containsExactlyInAnyOrder("5|rejected|null", "1||com.example.Shop");
    }

    @Test
    void store_levelTooLongForItsIndex_isPutAside() {
        String noise = new Random(1)
                .ints(20_000, 'A', 'z')
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        LogEvent tooLong = event("a").toBuilder().level(new Level(noise, 10)).build();

        Stored stored = sink().store(Windows.of(FIRST, row(1, 5, tooLong)));

        assertThat(stored).isEqualTo(new Stored(1, 5, 0, 0, Map.of(), Map.of("rejected", 1L)));
        assertThat(Sql.rows(url(), "SELECT repeats, flag, level, severity FROM events"))
                .containsExactly("5|rejected||10");
    }

    @Test
    void store_groupTheDatabaseRefuses_isStoodInFor() {
        sink().prepare();
        Sql.execute(url(), "ALTER TABLE groups ADD CONSTRAINT refuse CHECK (group_id <> '" + Windows.group(1) + "')");

        Stored stored = sink().store(Windows.of(FIRST, row(1, 5, event("a")), row(2, 1, event("b"))));

        assertThat(stored).isEqualTo(new Stored(2, 6, 0, 0, Map.of(), Map.of("rejected", 1L)));
        assertThat(Sql.rows(url(), "SELECT group_id, repeats FROM events WHERE flag = 'rejected'"))
                .containsExactly(PlaceholderName.of(Windows.group(1)) + "|5");
    }

    @Test
    void prepare_databaseOfAnotherEncoding_isRefused() {
        server().execute("DROP DATABASE IF EXISTS latin");
        server().execute("CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        String latin = url().replaceFirst("/[^/?]*\\?", "/latin?");

        try (Sinks sinks = Sinks.open(new SinkTarget(latin, "", "", (severity, message, cause) -> {}))) {
            assertThat(catchThrowableOfType(
                            SinkException.class, () -> sinks.events().prepare()))
                    .hasMessageContaining("has the encoding LATIN1")
                    .returns(SinkException.Kind.UNUSABLE, SinkException::kind);
        }
    }

    @Test
    void store_connectionCut_worksTheNextTime() {
        sink().store(Windows.of(FIRST, row(1, 1, event("a"))));
        Sql.execute(
                url(),
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'centralog'"
                        + " AND datname = current_database()");

        SinkException cut =
                catchThrowableOfType(SinkException.class, () -> sink().store(Windows.of(FIRST, row(2, 1, event("b")))));
        sink().store(Windows.of(FIRST, row(2, 1, event("b"))));

        assertThat(cut).returns(SinkException.Kind.AWAY, SinkException::kind);
        assertThat(Sql.number(url(), "SELECT count(*) FROM events")).isEqualTo(2);
    }

    @Test
    void prepare_serverGone_isToBeTriedAgain() {
        String gone = "jdbc:postgresql://localhost:1/centralog";

        try (Sinks sinks = Sinks.open(new SinkTarget(gone, "", "", (severity, message, cause) -> {}))) {
            assertThat(catchThrowableOfType(
                            SinkException.class, () -> sinks.events().prepare()))
                    .hasMessageContaining("localhost:1")
                    .returns(SinkException.Kind.AWAY, SinkException::kind);
        }
    }

    @Test
    void prepare_unknownDatabase_isNot() {
        String unknown = server().jdbcUrl().replaceFirst("/[^/?]*(\\?|$)", "/nobody_made_this$1");

        try (Sinks sinks = Sinks.open(new SinkTarget(unknown, "", "", (severity, message, cause) -> {}))) {
            assertThat(catchThrowableOfType(
                            SinkException.class, () -> sinks.events().prepare()))
                    .hasMessageContaining("nobody_made_this")
                    .returns(SinkException.Kind.UNUSABLE, SinkException::kind);
        }
    }

    @Test
    void prepare_noRightToMakeTables_saysSo() {
        startWithoutTables();
        Sql.execute(url(), "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        Sql.execute(url(), "DROP ROLE IF EXISTS guest");
        Sql.execute(url(), "CREATE ROLE guest LOGIN PASSWORD 'guest'");
        String asGuest = url().replaceFirst("user=[^&]*", "user=guest");

        try (Sinks sinks = Sinks.open(new SinkTarget(asGuest, "guest", "guest", (severity, message, cause) -> {}))) {
            assertThat(catchThrowableOfType(
                            SinkException.class, () -> sinks.events().prepare()))
                    .returns(SinkException.Kind.REFUSED, SinkException::kind);
        }
    }
}
