// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gatherer.sink.Upsert.Update;
import dev.centralog.gatherer.triage.Decision;
import dev.centralog.gatherer.triage.TriageAction;
import dev.centralog.gatherer.triage.TriageState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The writing of decisions on families, in the caller's transaction: the last word, and a row of the history that is never changed. Of
 * two at once the second one waits, and is the last word.
 */
public final class DecisionWriter {
    private static final Column FAMILY = new Column("family_id", ColumnType.TEXT);
    private static final Column IN_RELEASE = new Column("in_release", ColumnType.TEXT);
    private static final Column NOTE = new Column("note", ColumnType.TEXT);
    private static final Column BY = new Column("decided_by", ColumnType.TEXT);
    private static final Column AT = new Column("decided_at", ColumnType.TIME);
    private static final Update NEW_NOTE = Update.takes("note", "new.note IS NOT NULL");

    /** The statement of a decision on the state; the note stays unless there is another one. */
    private static final Upsert STATE = lastWord(List.of(
            Update.always("state", "new.state"),
            Update.always("in_release", "new.in_release"),
            NEW_NOTE,
            Update.always("decided_by", "new.decided_by"),
            Update.always("decided_at", "new.decided_at")));

    /** The statement of a note: when a family was resolved, and by whom, stays. */
    private static final Upsert NOTED = lastWord(List.of(
            NEW_NOTE,
            Update.takes("decided_by", "old.state = 'open'"),
            Update.takes("decided_at", "old.state = 'open'")));

    private static final List<Column> OF_HISTORY =
            List.of(FAMILY, new Column("action", ColumnType.TEXT), IN_RELEASE, NOTE, BY, AT);

    private static final Upsert HISTORY = new Upsert("family_decisions", OF_HISTORY, List.of(FAMILY), List.of());

    private DecisionWriter() {}

    private static Upsert lastWord(List<Update> updates) {
        return new Upsert(
                "family_triage",
                List.of(FAMILY, new Column("state", ColumnType.TEXT), IN_RELEASE, NOTE, BY, AT),
                List.of(FAMILY),
                updates);
    }

    /** Writes a decision on a family. */
    public static void write(Connection connection, Database database, String familyId, Decision decision)
            throws SQLException {
        TriageAction action = decision.action();
        TriageState state = action.state() == null ? TriageState.OPEN : action.state();
        try (UpsertStatement statement =
                new UpsertStatement(connection, database, action.state() == null ? NOTED : STATE)) {
            statement.write(List.of(row(familyId, state.label(), decision)));
        }
        Parameters history = new Parameters(database, connection.prepareStatement(HISTORY.plainInsert(database)));
        try (var statement = history.statement()) {
            history.add(OF_HISTORY, row(familyId, action.label(), decision));
            statement.executeUpdate();
        }
    }

    private static List<@Nullable Object> row(String familyId, String label, Decision decision) {
        return Arrays.asList(
                familyId,
                label,
                StorableText.of(decision.inRelease()),
                StorableText.of(decision.note()),
                StorableText.of(decision.by()),
                decision.at());
    }
}
