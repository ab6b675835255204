// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.sink.Upsert.Update;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpsertTest {
    private static final Column TIME = new Column("at", ColumnType.TIME);
    private static final List<Column> COLUMNS = List.of(
            TIME,
            new Column("n", ColumnType.NUMBER),
            new Column("note", ColumnType.JSON),
            new Column("mark", ColumnType.TEXT));
    private static final Upsert UPSERT = new Upsert(
            "things",
            COLUMNS,
            List.of(TIME),
            List.of(
                    Update.larger("n"),
                    Update.takes("note", "old.mark <> new.mark"),
                    Update.takes("mark", "old.mark <> new.mark")));

    private static Database database(String url) {
        return Database.of(Databases.target(url));
    }

    @Test
    void onConflict_isOneStatementThatLeavesUnchangedRowsAlone() {
        assertThat(database("jdbc:postgresql://h/d").upsert(UPSERT, 1))
                .isEqualTo("INSERT INTO things (at, n, note, mark) VALUES (?::timestamptz, ?, ?::json, ?)"
                        + " ON CONFLICT (at) DO UPDATE SET"
                        + " n = CASE WHEN excluded.n > things.n THEN excluded.n ELSE things.n END,"
                        + " note = CASE WHEN things.mark <> excluded.mark THEN excluded.note ELSE things.note END,"
                        + " mark = CASE WHEN things.mark <> excluded.mark THEN excluded.mark ELSE things.mark END"
                        + " WHERE (excluded.n > things.n) OR (things.mark <> excluded.mark)");
    }

    @Test
    void onDuplicateKey_namesNoKeyAndTakesValues() {
        assertThat(database("jdbc:mariadb://h/d").upsert(UPSERT, 2))
                .isEqualTo("INSERT INTO `things` (`at`, `n`, `note`, `mark`) VALUES (?, ?, ?, ?), (?, ?, ?, ?)"
                        + " ON DUPLICATE KEY UPDATE"
                        + " `n` = CASE WHEN VALUES(`n`) > things.n THEN VALUES(`n`) ELSE things.n END,"
                        + " `note` = CASE WHEN things.mark <> VALUES(`mark`) THEN VALUES(`note`) ELSE things.note END,"
                        + " `mark` = CASE WHEN things.mark <> VALUES(`mark`) THEN VALUES(`mark`) ELSE things.mark END");
    }

    @Test
    void updates_oneThatLooksAtAColumnUpdatedBefore_isRefused() {
        List<Update> inWrongOrder =
                List.of(Update.takes("mark", "old.mark = ''"), Update.takes("note", "old.mark = ''"));

        assertThatThrownBy(() -> new Upsert("things", COLUMNS, List.of(TIME), inWrongOrder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("things.note")
                .hasMessageContaining("old.mark");
    }
}
