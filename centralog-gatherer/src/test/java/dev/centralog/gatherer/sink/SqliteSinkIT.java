// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSinkIT extends SinkContract {
    @TempDir
    Path directory = Path.of("");

    private int databases;

    @Override
    protected String emptyDatabase() {
        return Sinks.jdbcUrl(
                directory.resolve("with blank " + databases++ + ".db").toString());
    }

    @Override
    protected void refuse(String message) {
        Sql.execute(
                url(),
                "CREATE TRIGGER refuse BEFORE INSERT ON events WHEN new.message = '" + message
                        + "' BEGIN SELECT raise(ABORT, 'no such thing here'); END");
    }

    private SinkException failure(String url) {
        try (Sinks sinks = Sinks.open(new SinkTarget(url, "", "", (severity, message, cause) -> {}))) {
            return catchThrowableOfType(
                    SinkException.class, () -> sinks.events().prepare());
        }
    }

    @Test
    void prepare_directoryMissing_saysSo() {
        assertThat(failure("jdbc:sqlite:" + directory.resolve("missing/x.db")))
                .hasMessageContaining("there is no directory")
                .returns(SinkException.Kind.REFUSED, SinkException::kind);
    }

    @Test
    void prepare_fileIsADirectory_saysSo() {
        assertThat(failure("jdbc:sqlite:" + directory)).hasMessageContaining("it is a directory");
    }

    @Test
    void prepare_fileOpenedReadOnly_saysSo() {
        sink().prepare();
        sink().close();

        assertThat(failure("jdbc:sqlite:file:" + directory.resolve("with%20blank%200.db") + "?mode=ro"))
                .returns(SinkException.Kind.REFUSED, SinkException::kind);
    }

    @Test
    void prepare_fileIsNoDatabase_saysSo() throws IOException {
        Path file = Files.writeString(directory.resolve("note.txt"), "this is no database, but long enough to tell");

        assertThat(failure("jdbc:sqlite:" + file)).returns(SinkException.Kind.UNUSABLE, SinkException::kind);
    }

    @Test
    void prepare_inMemory_isRefused() {
        assertThat(failure("jdbc:sqlite::memory:")).hasMessageContaining("name a file");
    }

    @Test
    void store_whileAnotherHoldsTheFile_isToBeTriedAgain() {
        assertThat(new SqliteDatabase(target())
                        .trouble(new org.sqlite.SQLiteException(
                                "busy", org.sqlite.SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT)))
                .isEqualTo(SqlErrorClass.PASSING);
    }

    @Test
    void store_bothStreamsAtOnce_takeTurns() throws Exception {
        String url = emptyDatabase() + "?busy_timeout=50";
        try (Sinks sinks = Sinks.open(new SinkTarget(url, "", "", (severity, message, cause) -> {}))) {
            sinks.events().prepare();
            sinks.actions().prepare();
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            AtomicLong eventsBeforeNextSlice = new AtomicLong(-1);
            CompletableFuture<Void> slices = CompletableFuture.runAsync(() -> {
                sinks.actions().store(Slices.of(1, () -> {
                    started.countDown();
                    await(goOn);
                    return List.of(Slices.action("bob", "view", 1)).iterator();
                }));
                sinks.actions().store(Slices.of(2, () -> {
                    eventsBeforeNextSlice.set(Sql.number(url, "SELECT count(*) FROM events"));
                    return List.of(Slices.action("bob", "view", 1)).iterator();
                }));
            });
            await(started);
            FutureTask<Stored> window = new FutureTask<>(
                    () -> sinks.events().store(Windows.of(Windows.FIRST, Windows.row(1, 1, Windows.event("a")))));
            Thread events = new Thread(window, "events");
            events.start();
            Awaitility.await().until(() -> window.isDone() || events.getState() == Thread.State.WAITING);
            goOn.countDown();

            assertThat(window.get().rows()).isEqualTo(1);
            slices.join();
            assertThat(eventsBeforeNextSlice).hasValue(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void timeText_alwaysHasNineDigits() {
        assertThat(new SqliteDatabase(target()).timeText(Windows.SECOND)).isEqualTo("2026-01-31T23:59:58.000000000Z");
    }
}
