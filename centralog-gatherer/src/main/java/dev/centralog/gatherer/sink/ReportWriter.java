// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.DropReport;
import dev.centralog.gather.UnreadablePayload;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A writer of drop reports and dead letters, and of what a window says of groups, throwables and processes. */
final class ReportWriter {
    static final Upsert DROPS = new Upsert(
            "drops",
            Column.afterIdentity(
                    new Column("count", ColumnType.NUMBER),
                    new Column("reason", ColumnType.TEXT),
                    new Column("app", ColumnType.TEXT),
                    new Column("environment", ColumnType.TEXT),
                    new Column("host", ColumnType.TEXT),
                    new Column("pid", ColumnType.NUMBER),
                    new Column("stream", ColumnType.TEXT)),
            Column.IDENTITY,
            List.of(Upsert.Update.larger("count")));

    static final Upsert DEAD_LETTERS = new Upsert(
            "dead_letters",
            Column.afterIdentity(
                    new Column("raw", ColumnType.BYTES),
                    new Column("reason", ColumnType.TEXT),
                    new Column("attempts", ColumnType.NUMBER),
                    new Column("first_seen", ColumnType.TIME),
                    new Column("stream", ColumnType.TEXT)),
            Column.IDENTITY,
            List.of(Upsert.Update.always("attempts", "old.attempts + 1")));

    private static final Clock CLOCK = Clock.systemUTC();

    private final Connection connection;
    private final Database database;

    ReportWriter(Connection connection, Database database) {
        this.connection = connection;
        this.database = database;
    }

    /** Reads the numbers of processes that were written, or are known; see {@link ProcessNumbers#read}. */
    void readNumbers(ProcessNumbers numbers, Collection<String> processes, List<ProcessRow> written)
            throws SQLException {
        numbers.read(connection, database, processes, written);
    }

    /** Returns the writer of processes in the same transaction. */
    ProcessWriter processes() {
        return new ProcessWriter(new UncountedWriter(connection, database));
    }

    /** Writes throwables that may exist already. */
    void writeThrowables(List<ThrowableRow> throwables) throws SQLException {
        new UncountedWriter(connection, database).write(ThrowableRow.INSERT, throwables);
    }

    /** Returns the writer of groups in the same transaction. */
    GroupWriter groups(WrittenGroups written) {
        return new GroupWriter(connection, database, written);
    }

    /** Adds the sums of a window to the roll-ups in the same transaction. */
    void writeRollUps(RollUps sums) throws SQLException {
        database.writeAll(connection, sums.rows());
    }

    /** Writes drop reports. If the database refuses one, its texts are shortened or left out; only the count matters. */
    void writeDrops(List<DropReport> drops) throws SQLException {
        if (drops.isEmpty()) {
            return;
        }
        try (Savepoint savepoint = new Savepoint(connection, database)) {
            if (savepoint.refusal(() -> writeRows(drops)) != null) {
                for (DropReport drop : drops) {
                    writeFitting(drop, savepoint);
                }
            }
        }
    }

    private void writeFitting(DropReport drop, Savepoint savepoint) throws SQLException {
        DropReport plain = SanitizedDrop.plain(drop);
        if (savepoint.refusal(() -> writeRows(List.of(drop))) != null
                && savepoint.refusal(() -> writeRows(List.of(plain))) != null) {
            writeRows(List.of(SanitizedDrop.bare(plain)));
        }
    }

    private void writeRows(List<DropReport> drops) throws SQLException {
        write(DROPS, drops.stream().map(ReportWriter::row).toList());
    }

    /**
     * Writes dead letters of a stream: {@link DropReport#EVENTS}, {@link DropReport#ACTIONS} or {@link DropReport#SAMPLES}; of
     * several of the same name only the first. One that the database refuses is cut to a form that it accepts.
     *
     * @return the number written
     */
    int writeDeadLetters(String stream, List<UnreadablePayload> letters) throws SQLException {
        if (letters.isEmpty()) {
            return 0;
        }
        Map<List<Object>, UnreadablePayload> byRow = new LinkedHashMap<>();
        letters.forEach(each -> byRow.putIfAbsent(List.of(each.windowStart(), each.groupId(), each.delivery()), each));
        List<UnreadablePayload> once = List.copyOf(byRow.values());
        try (Savepoint savepoint = new Savepoint(connection, database)) {
            if (savepoint.refusal(() -> write(stream, once)) != null) {
                for (UnreadablePayload letter : once) {
                    writeFitting(stream, letter, savepoint);
                }
            }
        }
        return once.size();
    }

    private void writeFitting(String stream, UnreadablePayload letter, Savepoint savepoint) throws SQLException {
        UnreadablePayload cut = SanitizedDeadLetter.cut(letter);
        if (savepoint.refusal(() -> write(stream, List.of(letter))) != null
                && savepoint.refusal(() -> write(stream, List.of(cut))) != null) {
            write(stream, List.of(SanitizedDeadLetter.renamed(cut)));
        }
    }

    private void write(String stream, List<UnreadablePayload> letters) throws SQLException {
        Instant now = CLOCK.instant();
        write(DEAD_LETTERS, letters.stream().map(each -> row(stream, each, now)).toList());
    }

    private void write(Upsert upsert, List<List<@Nullable Object>> rows) throws SQLException {
        if (!rows.isEmpty()) {
            try (UpsertStatement statement = new UpsertStatement(connection, database, upsert)) {
                statement.write(rows);
            }
        }
    }

    private static List<@Nullable Object> row(DropReport drop) {
        return Arrays.asList(
                drop.windowStart(),
                StorableText.of(drop.groupId()),
                StorableText.of(drop.delivery()),
                drop.count(),
                StorableText.of(drop.reason()),
                StorableText.of(drop.origin().app()),
                StorableText.of(drop.origin().environment()),
                StorableText.of(drop.origin().host()),
                drop.origin().pid(),
                StorableText.of(drop.stream()));
    }

    private static List<@Nullable Object> row(String stream, UnreadablePayload letter, Instant firstSeen) {
        return Arrays.asList(
                letter.windowStart(),
                StorableText.of(letter.groupId()),
                StorableText.of(letter.delivery()),
                letter.raw(),
                StorableText.of(letter.reason()),
                1L,
                firstSeen,
                stream);
    }
}
