// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.centralog.gatherer.Databases;
import dev.centralog.testkit.LocalPostgres;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests of the rights that a user of PostgreSQL needs by docs/databases.md, and of the messages if one is missing. */
class PostgresRightsIT {
    private static final Pattern GRANT = Pattern.compile("run: (GRANT [^;]*);");

    private static LocalPostgres server() {
        return Databases.sharedPostgres();
    }

    /** Returns the documented statements with other names: roles belong to the server, which other tests use, too. */
    private static List<String> documented(String text, String name) {
        return DocumentedSql.blockWith(text).stream()
                .map(sql -> sql.replaceAll("\\bcentralog\\b", name).replaceAll("\\blogs\\b", name))
                .toList();
    }

    private static String databaseOf(String name) {
        return server().jdbcUrl().replaceFirst("/postgres\\b", "/" + name);
    }

    private static SinkTarget target(String name) {
        return new SinkTarget(
                databaseOf(name).replaceFirst("user=postgres&?", ""), name, "…", (severity, message, cause) -> {});
    }

    private static void store(SinkTarget target) {
        try (Sinks sinks = Sinks.open(target)) {
            sinks.events().store(Windows.of(Windows.FIRST, Windows.row(1, 3, Windows.event("a"))));
        }
    }

    @Test
    void userAndDatabase_asDocumented_canDoAllThatIsNeeded() {
        documented("CREATE DATABASE logs OWNER", "owning").forEach(server()::execute);

        store(target("owning"));

        assertThat(Sql.rows(databaseOf("owning"), "SELECT repeats FROM events")).containsExactly("3");
    }

    @Test
    void freshUser_isToldTheGrantThatHelps() {
        String url = server().createDatabase();
        String name = Sql.rows(url, "SELECT current_database()").get(0);
        server().execute("CREATE USER \"Fresh one\" PASSWORD '…'");
        SinkTarget target = new SinkTarget(
                url.replaceFirst("user=postgres&?", ""), "Fresh one", "…", (severity, message, cause) -> {});

        for (Runnable use :
                List.<Runnable>of(() -> store(target), () -> Database.of(target).look())) {
            SinkException refused = catchThrowableOfType(SinkException.class, use::run);

            assertThat(refused.kind()).isEqualTo(SinkException.Kind.REFUSED);
            assertThat(refused)
                    .hasMessageContaining("the user \"Fresh one\" may not make tables in the schema public")
                    .hasMessageContaining("GRANT USAGE, CREATE ON SCHEMA public TO \"Fresh one\";");
        }
        SinkException refused = catchThrowableOfType(SinkException.class, () -> store(target));
        Matcher grant = GRANT.matcher(String.valueOf(refused.getMessage()));
        assertThat(grant.find()).isTrue();
        Sql.execute(databaseOf(name), grant.group(1));

        store(target);

        assertThat(Sql.rows(url, "SELECT repeats FROM events")).containsExactly("3");
    }

    /** Checks that the right to make tables is not needed if they exist. */
    @Test
    void userWithoutCreate_tablesThere_isEnough() {
        String url = server().createDatabase();
        store(Databases.target(url));
        server().execute("CREATE USER writing PASSWORD '…'");
        documented("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL", "writing").forEach(sql -> Sql.execute(url, sql));
        SinkTarget target = new SinkTarget(
                url.replaceFirst("user=postgres&?", ""), "writing", "…", (severity, message, cause) -> {});

        try (Sinks sinks = Sinks.open(target)) {
            sinks.events().store(Windows.of(Windows.LATE, Windows.row(Windows.LATE, 1, 4, Windows.event("b"))));
        }

        assertThat(Sql.rows(url, "SELECT sum(repeats) FROM events")).containsExactly("7");
        assertThat(Database.of(target).look().isToBeMade()).isFalse();
    }
}
