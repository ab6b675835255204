// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testkit.ForkedJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Tests of {@code /readyz} while a gatherer can't store: its tables are not there yet, or too new, or it is stopping. */
class ReadinessIT extends GatheringFixture {
    private static final Pattern ADDRESS = Pattern.compile("page: (http://127\\.0\\.0\\.1:\\d+/)");

    private final HttpClient client = HttpClient.newHttpClient();

    /** Waits for the page, and returns the address of {@code /readyz}. */
    private static URI readyz(ForkedJvm gatherer) {
        Awaitility.await().atMost(LIMIT).until(() -> {
            assertThat(gatherer.isAlive()).as(gatherer.standardError()).isTrue();
            return ADDRESS.matcher(gatherer.standardError()).find();
        });
        Matcher address = ADDRESS.matcher(gatherer.standardError());
        assertThat(address.find()).isTrue();
        return URI.create(address.group(1) + "readyz");
    }

    private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    private void awaitAnswer(URI address, int status, String reason) {
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            HttpResponse<String> answer = get(address);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            assertThat(answer.body()).contains(reason);
        });
    }

    @Test
    void readyz_tablesThatAreNotMadeYet_is503UntilTheyAre() throws IOException {
        try (FileChannel other = FileChannel.open(
                directory.resolve("new.db.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock lock = other.lock(); // under which tables are made
            try (ForkedJvm gatherer = gather(directory.resolve("new.db").toString(), "--page", "127.0.0.1:0")) {
                URI readyz = readyz(gatherer);

                awaitAnswer(readyz, 503, "\"the tables in the database are not made or upgraded yet\"");
                lock.release();
                awaitAnswer(readyz, 200, "\"ready\":true");
                assertThat(gatherer.terminate(LIMIT)).isZero();
            }
        }
    }

    @Test
    void readyz_tablesOfANewerVersion_is503AndTheLogSaysWhy() {
        String url = databases().empty(Kind.POSTGRESQL, directory);
        try (ForkedJvm gatherer =
                gather(url, "--page", "127.0.0.1:0", "--webhook", "http://127.0.0.1:1/", "--webhook-private", "true")) {
            URI readyz = readyz(gatherer);
            awaitAnswer(readyz, 200, "\"ready\":true");

            Sql.execute(
                    url,
                    "INSERT INTO centralog_schema_history (installed_rank, version, description, type, script, installed_by,"
                            + " execution_time, success) VALUES (99, '99', 'later', 'SQL', 'V99', 'test', 1, true)");

            // All that writes connects again, and finds the tables too new.
            Sql.execute(
                    url,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND pid <> pg_backend_pid()");
            awaitAnswer(readyz, 503, "are of version 99, but this Centralog supports versions up to ");
            assertThat(gatherer.standardError())
                    .contains(
                            "use the newer Centralog that made them; this gatherer may not be able to store any more");
            Sql.execute(url, "DELETE FROM centralog_schema_history WHERE version = '99'");
            awaitAnswer(readyz, 200, "\"ready\":true");
            assertThat(gatherer.standardError().lines().filter(each -> each.contains("this Centralog supports")))
                    .hasSize(1);
            assertThat(gatherer.terminate(LIMIT)).isZero();
        }
    }

    @Test
    void readyz_whileItStops_is503() throws Exception {
        String url = databases().empty(Kind.POSTGRESQL, directory);
        try (Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement();
                ForkedJvm gatherer = gather(url, "--page", "127.0.0.1:0", "--stop-timeout", "1m")) {
            URI readyz = readyz(gatherer);
            awaitAnswer(readyz, 200, "\"ready\":true");
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE event_rows IN ACCESS EXCLUSIVE MODE");
            log(10);
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> Sql.number(
                                    url,
                                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                            + " AND datname = current_database()")
                            > 0);

            ProcessHandle.of(gatherer.pid()).orElseThrow().destroy();

            awaitAnswer(readyz, 503, "\"the gatherer is stopping\"");
            other.rollback();
            assertThat(gatherer.awaitExit(LIMIT)).isZero();
            assertThat(sum(url)).isEqualTo(10);
        }
    }
}
