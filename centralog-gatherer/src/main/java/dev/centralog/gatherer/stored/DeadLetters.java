// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gather.ActionWire;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWire;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.UnreadableEventException;
import dev.centralog.gather.UnreadablePayload;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.RowReplayer;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.SinkTarget;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters in a database, to be read, replayed and dropped. All methods block, and throw {@link SinkException} if the
 * database is unavailable.
 *
 * <p>Thread-safety: none.
 */
public final class DeadLetters implements AutoCloseable {
    private final Database database;
    private final Connection connection;
    private final Clock clock;

    private DeadLetters(Database database, Connection connection) {
        this.database = database;
        this.connection = connection;
        clock = Clock.systemUTC();
    }

    /** Connects to the database. */
    public static DeadLetters open(SinkTarget target) {
        Database database = Database.of(target);
        try {
            database.openToRead().close(); // throws if Centralog's tables are missing, older or newer
            return new DeadLetters(database, database.openToWrite());
        } catch (SQLException e) {
            throw database.failure("can't open", e);
        }
    }

    private interface Step<T> {
        T take() throws SQLException;
    }

    private <T> T inTransaction(Step<T> step) {
        boolean done = false;
        try {
            database.begin(connection);
            T answer = step.take();
            database.commit(connection);
            done = true;
            return answer;
        } catch (SQLException e) {
            throw database.failure("can't work on the dead letters in", e);
        } finally {
            if (!done) {
                rollback();
            }
        }
    }

    private void rollback() {
        try {
            database.rollback(connection);
        } catch (SQLException ignored) {
            // The exception that caused the rollback is on its way to the caller.
        }
    }

    /** Returns all dead letters, or only those not replayed yet, the earliest first. */
    public List<DeadLetter> list(boolean replayedToo) {
        String where = replayedToo ? "1 = 1" : "replayed_at IS NULL";
        return inTransaction(() -> select(where + " ORDER BY id", null));
    }

    /** Returns the dead letter with that id, or null if there is none. */
    public @Nullable DeadLetter find(long id) {
        List<DeadLetter> found = inTransaction(() -> select("id = ?", id));
        return found.isEmpty() ? null : found.get(0);
    }

    /**
     * Reads the payload again, and writes it into the row that holds its count.
     *
     * @return null if that worked, else the reason why it did not
     */
    public @Nullable String replay(DeadLetter letter) {
        Filling filling;
        try {
            filling = filling(letter);
        } catch (UnreadableEventException unreadable) {
            inTransaction(() -> update("attempts = attempts + 1, replayed_at = NULL", letter.id()));
            return unreadable.getMessage();
        }
        try {
            inTransaction(() -> {
                filling.fill();
                return update(
                        "attempts = attempts + 1, replayed_at = '" + database.timeText(clock.instant()) + "'",
                        letter.id());
            });
            return null;
        } catch (SinkException e) {
            if (e.kind() == SinkException.Kind.UNUSABLE) {
                return e.getMessage();
            }
            throw e;
        }
    }

    private interface Filling {
        void fill() throws SQLException;
    }

    private Filling filling(DeadLetter letter) {
        if (letter.isSample()) {
            throw new UnreadableEventException(
                    "it is a sample, and only whole rows are replayed: its event is counted in its"
                            + " row, and stays here as text");
        }
        if (letter.stream().equals(DropReport.ACTIONS)) {
            GatheredAction action = ActionWire.readAside(new UnreadablePayload(
                    letter.windowStart(), letter.groupId(), letter.delivery(), letter.raw(), letter.reason()));
            return () -> RowReplayer.fill(connection, database, action);
        }
        GatheredEvent event = new GatheredEvent(
                letter.windowStart(),
                letter.groupId(),
                letter.delivery(),
                ProcessCounts.NONE,
                EventWire.decode(letter.raw()),
                EventWire.isVarying(letter.raw()) ? GatheredEvent.Flag.VARYING : GatheredEvent.Flag.NONE);
        return () -> RowReplayer.fill(connection, database, event);
    }

    private int update(String change, long id) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE dead_letters SET " + change + " WHERE id = ?")) {
            statement.setLong(1, id);
            return statement.executeUpdate();
        }
    }

    /** Deletes a dead letter; its count stays stored. Returns false if there is none with that id. */
    public boolean drop(long id) {
        return inTransaction(() -> {
            try (PreparedStatement statement = connection.prepareStatement("DELETE FROM dead_letters WHERE id = ?")) {
                statement.setLong(1, id);
                return statement.executeUpdate() == 1;
            }
        });
    }

    private List<DeadLetter> select(String where, @Nullable Long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM dead_letters WHERE " + where)) {
            if (id != null) {
                statement.setLong(1, id);
            }
            List<DeadLetter> letters = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    letters.add(StoredDeadLetters.read(database, row));
                }
            }
            return letters;
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException ignored) {
            // Every change was committed on its own.
        }
    }
}
