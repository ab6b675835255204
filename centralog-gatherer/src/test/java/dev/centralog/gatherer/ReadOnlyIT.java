// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Level;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.gatherer.stored.StoredLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the commands that only read, by a user who may do no more. */
class ReadOnlyIT {
    private static final Instant BEFORE = Instant.parse("2026-02-10T09:00:00Z");
    private static final Instant AFTER = Instant.parse("2026-02-10T14:30:00Z");

    @TempDir
    Path directory = Path.of("");

    private String filled(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        StoredLog.Runner process = StoredLog.process(1, "production", "1.0.0");
        try (StoredLog log = new StoredLog(url)) {
            log.run(process, BEFORE, AFTER);
            log.log(BEFORE, process, StoredLog.event(Level.INFO, "known {}"), 7);
            log.log(AFTER, process, StoredLog.event(Level.ERROR, "order {} is lost"), 5);
            log.store();
            log.label();
            log.log(AFTER, process, StoredLog.event(Level.ERROR, "has no family yet {}"), 3);
            log.store();
        }
        return url;
    }

    private static String run(String url, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--database", url));
        Commands command = Commands.run(all.toArray(String[]::new));
        assertThat(command.code()).as(command.err()).isZero();
        return command.out();
    }

    private static void readAll(String url) {
        String family = Sql.rows(url, "SELECT family_id FROM families WHERE level = 'ERROR'")
                .get(0);
        String[] range = {"--since", "2026-02-10T14:00", "--until", "2026-02-10T15:00"};

        assertThat(run(url, "new", "--between", range[1], range[3]))
                .contains("NEW: 2\n", "order {} is lost ×5", "has no family yet {} ×3");
        assertThat(run(url, "groups", range[0], range[1], range[2], range[3])).contains("order {} is lost");
        assertThat(run(url, "show", family)).contains("repeats     5, ");
        assertThat(run(url, "family", "order 17 is lost")).contains("stored    " + family + " ERROR shop");
        assertThat(run(url, "tail")).contains("order 42 is lost ×5");
    }

    /** Checks that a decision needs the rights that docs/databases.md names. */
    private static void decide(String url, Consumer<String> grant) {
        String family = Sql.rows(url, "SELECT family_id FROM families WHERE level = 'ERROR'")
                .get(0);
        Commands refused = Commands.run("mute", family, "--database", url);
        assertThat(refused.code()).as(refused.err()).isEqualTo(77);
        assertThat(refused.err()).contains("the decision can't be stored in ", "family_triage");
        assertThat(refused.out()).isEmpty();

        grant.accept("GRANT INSERT, UPDATE ON %sfamily_triage TO ");
        refused = Commands.run("mute", family, "--database", url);
        assertThat(refused.code()).as(refused.err()).isEqualTo(77);
        assertThat(Sql.number(url, "SELECT count(*) FROM family_triage"))
                .as("not half of a decision")
                .isZero();
        grant.accept("GRANT INSERT ON %sfamily_decisions TO ");
        assertThat(run(url, "mute", family)).contains(" muted by ");
        assertThat(run(url, "reopen", family)).contains(" open by ");
    }

    @Test
    void userWithSelectOnly_onPostgres_isEnough() {
        String url = filled(Kind.POSTGRESQL);
        Databases.sharedPostgres().execute("CREATE USER reading PASSWORD '…'");
        Sql.execute(url, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reading");
        String reading = url.replaceFirst("user=postgres", "user=reading");
        assertThat(reading).isNotEqualTo(url);

        readAll(reading);
        decide(reading, grant -> Sql.execute(url, grant.formatted("") + "reading"));
    }

    @Test
    void userWithSelectOnly_onMariaDb_isEnough() {
        String url = filled(Kind.MARIADB);
        String database = Sql.rows(url, "SELECT database()").get(0);
        Databases.sharedMaria().execute("CREATE USER selecting IDENTIFIED BY 'selecting'");
        Databases.sharedMaria().execute("GRANT SELECT ON " + database + ".* TO selecting");
        String reading = url.replaceFirst("user=root", "user=selecting&password=selecting");
        assertThat(reading).isNotEqualTo(url);

        readAll(reading);
        decide(reading, grant -> Databases.sharedMaria().execute(grant.formatted(database + ".") + "selecting"));
    }

    @Test
    void fileThatCantBeWritten_isEnough() throws IOException {
        String url = filled(Kind.SQLITE);
        Path file = Path.of(url.replaceFirst("jdbc:sqlite:", ""));
        assertThat(file.toFile().setReadOnly()).isTrue();
        byte[] before = Files.readAllBytes(file);

        readAll(url);

        assertThat(file).hasBinaryContent(before);
    }
}
