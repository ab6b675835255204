// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testkit.ForkedJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests of backups that are made as docs/operations.md says, while a gatherer is at work, and of going on after a restore. */
class BackupIT extends GatheringFixture {
    private static final String COUNTS = "SELECT count(*), sum(repeats) FROM events";
    private static final String SUMS = "SELECT sum(repeats) FROM group_hours";

    private static void run(Path directory, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    }

    /** Stores the same and more into a restored database, and checks that what was there stays as it was. */
    private void goOn(String url, List<String> counts, List<String> sums) {
        assertThat(Sql.rows(url, COUNTS)).isEqualTo(counts);
        assertThat(Sql.rows(url, SUMS)).isEqualTo(sums);
        log(500);
        gatherOnce(url);
        awaitSum(url, EVENTS + 500);
    }

    @Test
    void postgresql_dumpedWhileItIsWrittenTo_isRestoredWhole() throws Exception {
        String url = databases().empty(Kind.POSTGRESQL, directory);
        int server = Integer.parseInt(Sql.rows(url, "SHOW server_version_num").get(0)) / 10_000;
        assumeThat(dumpVersion())
                .as("the version of pg_dump, which refuses newer servers")
                .isGreaterThanOrEqualTo(server);
        log(EVENTS);
        Path dump = directory.resolve("centralog.dump");
        List<String> counts;
        List<String> sums;
        try (ForkedJvm gatherer = gather(url, "--page", "off")) {
            awaitSum(url, EVENTS);
            counts = Sql.rows(url, COUNTS);
            sums = Sql.rows(url, SUMS);
            run(directory, "pg_dump", "--format=custom", "--file=" + dump, connection(url));
            assertThat(gatherer.terminate(LIMIT)).isZero();
        }

        String restored = databases().withoutTables(Kind.POSTGRESQL, directory);
        run(directory, "pg_restore", "--dbname=" + connection(restored), dump.toString());

        goOn(restored, counts, sums);
    }

    /** Returns the main version of the pg_dump of this machine; 0 if there is none. */
    private static int dumpVersion() throws IOException {
        if (!Files.exists(Path.of("/usr/bin/pg_dump"))) {
            return 0;
        }
        Process process = new ProcessBuilder("pg_dump", "--version").start();
        String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Integer.parseInt(version.replaceFirst("(?s)\\D*(\\d+).*", "$1"));
    }

    /** Returns the URL of libpq for a URL of JDBC. */
    private static String connection(String jdbcUrl) {
        String url = jdbcUrl.substring("jdbc:".length());
        Map<String, String> parameters = new HashMap<>();
        int question = url.indexOf('?');
        if (question >= 0) {
            for (String each : url.substring(question + 1).split("&")) {
                String[] parts = each.split("=", 2);
                parameters.put(parts[0], parts.length > 1 ? parts[1] : "");
            }
            url = url.substring(0, question);
        }
        String user = parameters.getOrDefault("user", "postgres");
        String password = parameters.getOrDefault("password", "");
        return url.replace("postgresql://", "postgresql://" + user + (password.isEmpty() ? "" : ":" + password) + "@");
    }

    @Test
    void sqlite_backedUpWhileItIsWrittenTo_isRestoredWhole() throws Exception {
        Path file = directory.resolve("centralog.db");
        String url = "jdbc:sqlite:" + file;
        log(EVENTS);
        Path backup = directory.resolve("backup.db");
        List<String> counts;
        List<String> sums;
        try (ForkedJvm gatherer = gather(file.toString(), "--page", "off")) {
            awaitSum(url, EVENTS);
            counts = Sql.rows(url, COUNTS);
            sums = Sql.rows(url, SUMS);
            Sql.execute(url, "VACUUM INTO '" + backup + "'");
            log(100); // lost by the restore
            awaitSum(url, EVENTS + 100);
            assertThat(gatherer.terminate(LIMIT)).isZero();
        }

        Files.delete(file);
        Files.deleteIfExists(directory.resolve("centralog.db-wal"));
        Files.deleteIfExists(directory.resolve("centralog.db-shm"));
        Files.move(backup, file);

        goOn(url, counts, sums);
    }
}
