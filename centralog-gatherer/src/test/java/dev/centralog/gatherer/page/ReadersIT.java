// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.page.Readers.Limits;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.stored.StoredReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Tests of the connections of views: their number, their time, and what they do without a database. */
class ReadersIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path directory = Path.of("");

    private static List<String> apps(StoredReader stored) {
        return stored.overview().apps(9);
    }

    @ParameterizedTest
    @EnumSource
    void work_thatTakesTooLong_isBrokenOff(Databases.Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        try (Readers readers = new Readers(Databases.target(url), new Limits(1, MINUTE, Duration.ofMillis(1)))) {
            assertThatThrownBy(() -> readers.read(stored -> {
                        while (apps(stored).isEmpty()) {
                            // Until it is broken off.
                        }
                        return true;
                    }))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("ask for a shorter time");
        }
        try (Readers readers = new Readers(Databases.target(url), new Limits(1, MINUTE, MINUTE))) {
            assertThat(readers.read(ReadersIT::apps)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SQLITE")
    void query_thatWaitsForALock_isBrokenOff(Databases.Kind kind) throws Exception {
        String url = Databases.shared().empty(kind, directory);
        try (Sinks sinks = Sinks.open(Databases.target(url));
                Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement()) {
            assertThat(sinks).isNotNull();
            other.setAutoCommit(false);
            statement.execute(
                    kind == Databases.Kind.POSTGRESQL
                            ? "LOCK TABLE groups IN ACCESS EXCLUSIVE MODE"
                            : "LOCK TABLES `groups` WRITE");
            try (Readers readers = new Readers(Databases.target(url), new Limits(1, MINUTE, Duration.ofMillis(100)))) {
                assertThatThrownBy(() -> readers.read(ReadersIT::apps)).isInstanceOf(UnavailableException.class);
            }
        }
    }

    @Test
    void view_beyondTheConnections_isBusy() {
        String url = Databases.shared().empty(Databases.Kind.SQLITE, directory);
        CountDownLatch isRead = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (Readers readers = new Readers(Databases.target(url), new Limits(1, Duration.ofMillis(1), MINUTE))) {
            CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> readers.read(stored -> {
                isRead.countDown();
                return await(end);
            }));
            assertThat(await(isRead)).isTrue();

            assertThatThrownBy(() -> readers.read(ReadersIT::apps))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageStartingWith("busy: 1 views");

            end.countDown();
            assertThat(first.join()).isTrue();
            assertThat(readers.read(ReadersIT::apps)).isEmpty();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void views_afterTheEnd_areUnavailable() {
        PageFixture page = PageFixture.empty(Databases.Kind.SQLITE, directory);
        page.ask("meta");
        page.close();

        assertThat(page.refused(503, "meta")).isEqualTo("the gatherer is stopping");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SQLITE")
    void server_thatGoesAndComesBack_isReadAgain(Databases.Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            page.ask("families");
            Databases.shared().stop(kind);
            try {
                assertThat(page.refused(503, "families")).startsWith("the database can't be read: ");
            } finally {
                Databases.shared().restart(kind);
            }
            assertThat(page.ask("families").path("families")).hasSize(3);
        }
    }

    @Test
    void file_thatGoesAndComesBack_isReadAgain() throws IOException {
        try (PageFixture page = PageFixture.filled(Databases.Kind.SQLITE, directory)) {
            page.ask("families");
            Path file = Path.of(page.url().substring("jdbc:sqlite:".length()));
            Path elsewhere = directory.resolve("elsewhere");
            Files.move(file, elsewhere);
            assertThat(page.refused(503, "families")).contains("there is no database file");

            Databases.emptyFile(file);
            assertThat(page.ask("families").path("families")).isEmpty();

            Files.delete(file);
            Files.move(elsewhere, file);
            assertThat(page.ask("families").path("families")).hasSize(3);
        }
    }
}
