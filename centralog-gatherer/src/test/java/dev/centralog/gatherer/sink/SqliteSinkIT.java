// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static dev.centralog.gatherer.sink.Windows.event;
import static dev.centralog.gatherer.sink.Windows.row;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.centralog.gatherer.Databases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSinkIT extends SinkContract {
    @TempDir
    Path directory = Path.of("");

    @TempDir
    Path another = Path.of("");

    private final List<String> said = new CopyOnWriteArrayList<>();
    private int databases;

    @Override
    protected String emptyDatabase() {
        return Databases.emptyFile(nextFile());
    }

    @Override
    protected String withoutTables() {
        return Sinks.jdbcUrl(nextFile().toString());
    }

    private Path nextFile() {
        return directory.resolve("with blank " + databases++ + ".db");
    }

    @Override
    protected void refuse(String message) {
        for (String table : List.of("groups", "event_rows")) {
            Sql.execute(
                    url(),
                    "CREATE TRIGGER refuse_" + table + " BEFORE INSERT ON " + table + " WHEN new.message = '" + message
                            + "' BEGIN SELECT raise(ABORT, 'no such thing here'); END");
        }
    }

    private SinkException failure(String url) {
        try (Sinks sinks = Sinks.open(new SinkTarget(url, "", "", (severity, message, cause) -> {}))) {
            return catchThrowableOfType(
                    SinkException.class, () -> sinks.events().prepare());
        }
    }

    @Test
    void store_afterAReaderThatStayedLong_logIsShortAgain() throws Exception {
        String large = "x".repeat(500_000);
        Path log = directory.resolve("with blank 0.db-wal");
        sink().store(Windows.of("delivery-0", row("delivery-0", 1, 1, event("a"))));

        try (Connection reader = DriverManager.getConnection(url());
                Statement statement = reader.createStatement()) {
            statement.execute("BEGIN");
            statement.executeQuery("SELECT count(*) FROM events").close();
            for (int i = 1; i <= 80; i++) {
                sink().store(Windows.of("delivery-" + i, row("delivery-" + i, 1, 1, event(large))));
            }
            assertThat(Files.size(log)).isGreaterThan(36L << 20);
            statement.execute("COMMIT");
        }
        for (int i = 81; i <= 83; i++) {
            sink().store(Windows.of("delivery-" + i, row("delivery-" + i, 1, 1, event("b"))));
        }

        assertThat(Files.size(log)).isLessThanOrEqualTo(32L << 20);
        assertThat(Sql.number(url(), "SELECT count(*) FROM events")).isEqualTo(84);
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

    private Path file(String name) {
        return another.resolve(name);
    }

    private static List<String> users(Path file) {
        return Sql.rows(Sinks.jdbcUrl(file.toString()), "SELECT user_id FROM actions ORDER BY user_id");
    }

    private static SealedSlice slice(String user) {
        return Slices.first(Slices.action(user, "view", 1));
    }

    private Sinks telling(Path file) {
        return Sinks.open(new SinkTarget(
                Sinks.jdbcUrl(file.toString()) + "?busy_timeout=50",
                "",
                "",
                (severity, message, cause) -> said.add(message)));
    }

    private void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void store_fileMovedInTheMiddle_isStoredInTheNewOne() throws IOException {
        AtomicBoolean moved = new AtomicBoolean();
        try (Sinks sinks = telling(file("a.db"))) {
            sinks.actions().store(slice("ann"));
            Stored stored = sinks.actions().store(Slices.of(1, () -> {
                if (!moved.getAndSet(true)) {
                    move(file("a.db"), file("moved.db"));
                }
                return List.of(Slices.action("bob", "view", 1)).iterator();
            }));

            assertThat(stored.rows()).isEqualTo(1);
            assertThat(users(file("a.db"))).containsExactly("bob");
            assertThat(users(file("moved.db"))).contains("ann");
        }
        assertThat(said).singleElement(as(STRING)).contains("was removed, moved or replaced", "is in that file;");
        assertThat(file("moved.db-wal")).doesNotExist();
    }

    @Test
    void close_afterTheFileWasMoved_bringsAllIntoIt() {
        try (Sinks sinks = telling(file("a.db"))) {
            sinks.actions().store(slice("ann"));
            move(file("a.db"), file("moved.db"));
        }

        assertThat(users(file("moved.db"))).containsExactly("ann");
        assertThat(file("a.db")).doesNotExist();
        assertThat(file("a.db-wal")).doesNotExist();
    }

    @Test
    void store_bothStreamsInAFileThatWasMoved_goOnInTheSameNewOne() {
        try (Sinks sinks = telling(file("a.db"))) {
            sinks.events().store(Windows.of(Windows.FIRST, Windows.row(1, 1, Windows.event("a"))));
            sinks.actions().store(slice("ann"));
            move(file("a.db"), file("moved.db"));
            sinks.events().store(Windows.of(Windows.FIRST, Windows.row(2, 1, Windows.event("b"))));
            sinks.actions().store(slice("bob"));
            sinks.events().store(Windows.of(Windows.FIRST, Windows.row(3, 1, Windows.event("c"))));
        }

        assertThat(users(file("moved.db"))).containsExactly("ann");
        assertThat(users(file("a.db"))).containsExactly("bob");
        assertThat(Sql.rows(
                        Sinks.jdbcUrl(file("a.db").toString()),
                        "SELECT message FROM events ORDER BY window_start, time, nano, sequence, delivery"))
                .containsExactly("b", "c");
        assertThat(said).hasSize(1);
    }

    @Test
    void store_otherStreamOpensTheNewFileFirst_movesTheLogIntoTheOldOneBefore() {
        try (Sinks sinks = telling(file("a.db"))) {
            sinks.events().store(Windows.of(Windows.FIRST, Windows.row(1, 1, Windows.event("a"))));
            move(file("a.db"), file("moved.db"));
            sinks.actions().store(slice("ann"));

            assertThat(said).singleElement(as(STRING)).contains("was removed, moved or replaced", "is in that file;");
            sinks.events().store(Windows.of(Windows.FIRST, Windows.row(2, 1, Windows.event("b"))));
        }

        assertThat(Sql.rows(Sinks.jdbcUrl(file("moved.db").toString()), "SELECT message FROM events"))
                .containsExactly("a");
        assertThat(Sql.rows(Sinks.jdbcUrl(file("a.db").toString()), "SELECT message FROM events"))
                .containsExactly("b");
        assertThat(said).hasSize(1);
    }

    /** Tests with a reader that holds a part of the log: that part can't be moved into the file, so the log is put aside. */
    @Test
    void store_fileReplacedWhileItIsRead_neverAppliesItsLogToTheOther() throws Exception {
        Path other = file("other.db");
        try (Sinks sinks = telling(other)) {
            sinks.actions().store(slice("eve"));
        }
        try (Sinks sinks = telling(file("a.db"));
                Connection reader =
                        DriverManager.getConnection(Sinks.jdbcUrl(file("a.db").toString()))) {
            sinks.actions().store(slice("ann"));
            reader.setAutoCommit(false);
            try (Statement statement = reader.createStatement();
                    ResultSet row = statement.executeQuery("SELECT * FROM actions")) {
                assertThat(row.next()).isTrue();
                sinks.actions().store(slice("bob"));
                Files.createLink(file("moved.db"), file("a.db"));
                move(other, file("a.db"));
                sinks.actions().store(slice("cid"));
            }
        }
        Path log;
        try (Stream<Path> files = Files.list(another)) {
            log = files.filter(each -> each.getFileName().toString().startsWith("a.db-wal."))
                    .findAny()
                    .orElseThrow();
        }

        assertThat(users(file("a.db"))).containsExactly("cid", "eve");
        assertThat(Sql.rows(Sinks.jdbcUrl(file("a.db").toString()), "PRAGMA integrity_check"))
                .containsExactly("ok");
        assertThat(said).anyMatch(line -> line.contains(log.toString()));
        move(log, file("moved.db-wal"));
        assertThat(users(file("moved.db"))).containsExactly("ann", "bob");
    }

    @Test
    void store_newFile_isItsOwnersAloneWithAllBesideIt() throws IOException {
        try (Sinks sinks = telling(file("a.db"))) {
            sinks.actions().store(slice("ann"));

            assertThat(rights()).containsOnlyKeys("a.db", "a.db-wal", "a.db-shm", "a.db.lock");
            assertThat(rights().values()).containsOnly("rw-------");
        }
    }

    @Test
    void store_fileOpenedToAGroupAndMoved_opensTheNewOneToIt() throws IOException {
        try (Sinks sinks = telling(file("a.db"))) {
            sinks.actions().store(slice("ann"));
        }
        Files.setPosixFilePermissions(file("a.db"), PosixFilePermissions.fromString("rw-r-----"));
        try (Sinks sinks = telling(file("a.db"))) {
            sinks.actions().store(slice("bob"));
            move(file("a.db"), file("moved.db"));
            sinks.actions().store(slice("cid"));

            assertThat(rights()).containsEntry("a.db", "rw-r-----").containsEntry("a.db-wal", "rw-r-----");
        }
    }

    private Map<String, String> rights() throws IOException {
        Map<String, String> rights = new HashMap<>();
        try (Stream<Path> files = Files.list(another)) {
            for (Path each : files.toList()) {
                rights.put(
                        each.getFileName().toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(each)));
            }
        }
        return rights;
    }

    @Test
    void prepare_logOfAFileThatIsGone_isPutAside() throws IOException {
        try (Sinks sinks = telling(file("a.db"))) {
            sinks.actions().store(slice("ann"));
            Files.copy(file("a.db-wal"), file("killed"));
        }
        Files.delete(file("a.db"));
        move(file("killed"), file("a.db-wal"));

        try (Sinks sinks = telling(file("a.db"))) {
            sinks.actions().store(slice("bob"));
        }

        assertThat(users(file("a.db"))).containsExactly("bob");
        assertThat(said).singleElement(as(STRING)).contains("a.db is missing, but its log is there", "a.db-wal.");
    }

    @Test
    void timeText_sortsAsTimesDo() {
        SqliteDatabase database = new SqliteDatabase(target());

        assertThat(Stream.of(0, 1, 200_000_000, 250_000_000, 1_000_000_000)
                        .map(nanos -> database.timeText(Windows.SECOND.plusNanos(nanos))))
                .containsExactly(
                        "2026-01-31T23:59:58",
                        "2026-01-31T23:59:58.000000001",
                        "2026-01-31T23:59:58.2",
                        "2026-01-31T23:59:58.25",
                        "2026-01-31T23:59:59")
                .isSorted();
    }
}
