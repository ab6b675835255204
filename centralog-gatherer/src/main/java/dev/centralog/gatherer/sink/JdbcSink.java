// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.Delivery;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.UnreadablePayload;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sink over one JDBC connection, which is opened again when it broke. */
final class JdbcSink implements Sink {
    private final Database database;
    private @Nullable Connection open;
    private boolean prepared;

    JdbcSink(Database database) {
        this.database = database;
    }

    @Override
    public void prepare() {
        if (!prepared) {
            database.migrate();
            prepared = true;
        }
        try {
            connection();
        } catch (SQLException wrong) {
            throw database.failure("can't connect to", wrong);
        }
    }

    @Override
    public Stored store(SealedWindow window) {
        prepare();
        boolean done = false;
        try {
            Stored stored = write(connection(), window);
            done = true;
            return stored;
        } catch (SQLException wrong) {
            throw database.failure("can't store in", wrong);
        } finally {
            if (!done) {
                close(); // which undoes the transaction; a broken connection is of no more use either
            }
        }
    }

    private Stored write(Connection connection, SealedWindow window) throws SQLException {
        Delivery.Content content = window.content();
        List<EventRow> rows = content.events().stream().map(EventRow::of).toList();
        List<UnreadablePayload> letters = new ArrayList<>(content.unreadable());
        if (!window.isFirstAttempt() || !copied(connection, rows)) {
            database.begin(connection);
            try (EventWriter writer = new EventWriter(connection, database)) {
                letters.addAll(writer.write(rows));
            }
        }
        ReportWriter reports = new ReportWriter(connection, database);
        reports.writeDrops(content.drops());
        reports.writeDeadLetters(letters);
        database.commit(connection);
        return new Stored(
                rows.size(),
                content.events().stream().mapToLong(GatheredEvent::repeats).sum(),
                content.drops().stream().mapToLong(DropReport::count).sum(),
                letters.size());
    }

    /** Tries the fast way, in a transaction of its own: an error there may mean that the rows are there already. */
    private boolean copied(Connection connection, List<EventRow> rows) throws SQLException {
        try {
            return database.copy(connection, rows);
        } catch (SQLException wrong) {
            if (database.trouble(wrong) != SqlTrouble.POISON) {
                throw wrong;
            }
            database.rollback(connection);
            return false;
        }
    }

    private Connection connection() throws SQLException {
        Connection connection = open;
        if (connection == null || connection.isClosed()) {
            connection = database.openToWrite();
            open = connection;
        }
        return connection;
    }

    @Override
    public void close() {
        Connection connection = open;
        open = null;
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException ignored) {
                // What was to be committed is; the rest is in Redis still.
            }
        }
    }
}
