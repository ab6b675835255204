// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.SharedRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of {@code load --ledger} and {@code audit}: a correct database passes, and each kind of fault shows in its own
 * figure.
 */
class AuditIT {
    private static final String EXACT = " lost=0 doubled=0 misFolded=0 misWindowed=0 notDue=0";
    /** A row that keeps a count when one is taken from it: on a busy machine the first second may have a single call. */
    private static final String A_ROW = "SELECT min(e.rowid) FROM event_rows e JOIN groups g ON g.id = e.groups_id"
            + " WHERE g.template LIKE 'step 1:%' AND e.repeats > 1";

    private static final String EVENT_130 = "groups_id IN (SELECT id FROM groups WHERE message LIKE 'event 130 of %')";

    private static final String AN_ACTION = "SELECT min(rowid) FROM actions WHERE action_id = 'act1'";

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    private final List<String> ledgers = new ArrayList<>();

    private Path stored() throws Exception {
        for (String framework : List.of("log4j2", "logback")) {
            String ledger = "--ledger=" + directory.resolve(framework);
            CommandRun run = CommandRun.of(
                    "load",
                    "--redis=" + REDIS.uri(),
                    "--framework=" + framework,
                    "--events=3000",
                    "--groups=5",
                    "--threads=2",
                    "--rate=2000",
                    "--distinct=2",
                    "--actions=30",
                    "--setting=sliceLength=1s",
                    "--setting=sliceRing=60", // on a busy machine, connecting may take longer than a few slices
                    "--setting=shutdownTimeout=1m",
                    ledger);
            assertThat(run.exitCode()).as(run.toString()).isZero();
            ledgers.add(ledger);
            // The next load has seconds of its own, so that a second tells whose its rows are.
            Instant end = Instant.now();
            Awaitility.await().until(() -> Instant.now().getEpochSecond() > end.getEpochSecond());
        }
        Path file = directory.resolve("stored.db");
        StoredRows.gather(REDIS.uri(), "jdbc:sqlite:" + file);
        return file;
    }

    private CommandRun audit(Path database, String... more) {
        List<String> arguments = new ArrayList<>(List.of("audit", "--database=" + database));
        arguments.addAll(List.of(more));
        arguments.addAll(ledgers);
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    /** Returns the audit's output for a copy in which these statements were executed. */
    private String tampered(Path database, String... statements) throws Exception {
        Path copy = Files.copy(database, directory.resolve("tampered.db"), StandardCopyOption.REPLACE_EXISTING);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
            }
        }
        CommandRun run = audit(copy, "--all-due"); // what was logged a moment ago may still be stored
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
        return run.out();
    }

    @Test
    void audit_rightAndTampered_saysWhich() throws Exception {
        Path database = stored();

        CommandRun right = audit(database);
        assertThat(right.exitCode()).as(right.toString()).isZero();
        assertThat(right.out().lines())
                .containsExactly(
                        "events: logged=4200 stored=4200 otherTime=0 dropped={}" + EXACT,
                        "actions: logged=1800 stored=1800 otherTime=0 dropped={}" + EXACT,
                        "OK");

        assertThat(tampered(database, "DELETE FROM event_rows WHERE " + EVENT_130))
                .contains(
                        "events: logged=4200 stored=4198 otherTime=0 dropped={} lost=2 doubled=0 misFolded=0 misWindowed=0");
        assertThat(tampered(database, "UPDATE event_rows SET repeats = repeats + 3 WHERE rowid = (" + A_ROW + ")"))
                .contains("doubled=3 misFolded=0 misWindowed=0");
        // A call at the end of a second may be of the next one, too: so not each second shows it.
        List<String> folded = new ArrayList<>();
        for (int second = 0; second < 2; second++) {
            String row =
                    A_ROW + " AND e.window_start > (SELECT min(window_start) FROM event_rows) LIMIT 1 OFFSET " + second;
            row = row.replace("min(e.rowid)", "e.rowid");
            folded.add(tampered(
                    database,
                    "UPDATE event_rows SET repeats = repeats - 1 WHERE rowid = (" + row + ")",
                    "UPDATE event_rows SET repeats = repeats + 1 WHERE rowid = (SELECT min(e.rowid) FROM event_rows e"
                            + " JOIN groups g ON g.id = e.groups_id WHERE g.template LIKE 'step 2:%' AND e.window_start"
                            + " = (SELECT window_start FROM event_rows WHERE rowid = (" + row + ")))"));
        }
        assertThat(folded)
                .anyMatch(
                        each -> each.contains(
                                "events: logged=4200 stored=4200 otherTime=0 dropped={} lost=0 doubled=0 misFolded=1 misWindowed=0"));
        assertThat(tampered(
                        database,
                        "UPDATE event_rows SET differs = '{\"template\":\"step 2: order {} of customer {} took {} ms\"}'"
                                + " WHERE rowid = (" + A_ROW + ")"))
                .doesNotContain("misFolded=0 misWindowed=0\nactions")
                .contains("lost=0 doubled=0 misFolded=");
        assertThat(tampered(
                        database,
                        "UPDATE event_rows SET window_start = '2020' || substr(window_start, 5) WHERE " + EVENT_130))
                .contains("lost=0 doubled=0 misFolded=0 misWindowed=2");
        assertThat(tampered(
                        database,
                        "INSERT INTO drops (window_start, group_id, delivery, count, reason, app, environment, host, pid)"
                                + " VALUES ('2026', 'g', 'd', 2, 'bufferFull', 'load', '', 'h', 1)"))
                .contains("events: logged=4200 stored=4200 otherTime=0 dropped={bufferFull=2} lost=0 doubled=2");

        assertThat(tampered(database, "DELETE FROM actions WHERE rowid = (" + AN_ACTION + ")"))
                .doesNotContain("actions: logged=1800 stored=1800")
                .contains("doubled=0 misFolded=0 misWindowed=0");
        assertThat(tampered(database, "UPDATE actions SET value_sum = value_sum + 1 WHERE rowid = (" + AN_ACTION + ")"))
                .contains("actions: logged=1800 stored=1800 otherTime=0 dropped={} lost=0 doubled=0 misFolded=");
    }

    /** Checks slices of ten minutes that the gatherer leaves open: their counts are neither lost nor proven. */
    @Test
    void audit_slicesStillOpen_areNamedAsNotDue() throws Exception {
        String ledger = "--ledger=" + directory.resolve("open");
        CommandRun run = CommandRun.of(
                "load",
                "--redis=" + REDIS.uri(),
                "--framework=logback",
                "--events=1000",
                "--actions=30",
                "--setting=shutdownTimeout=1m",
                ledger);
        assertThat(run.exitCode()).as(run.toString()).isZero();
        Path file = directory.resolve("open.db");
        StoredRows.gather(REDIS.uri(), "jdbc:sqlite:" + file);
        ledgers.add(ledger);

        CommandRun audit = audit(file);

        assertThat(audit.exitCode()).as(audit.toString()).isEqualTo(75);
        assertThat(audit.out())
                .contains("events: logged=700 stored=700 otherTime=0 dropped={}" + EXACT)
                .containsPattern(
                        "actions: logged=300 stored=0 .* lost=0 doubled=0 misFolded=0 misWindowed=0 notDue=300\n")
                .containsPattern(
                        "NOT DUE: 300 events and actions need not be stored yet; all of them are due by 20.*Z");
    }

    @Test
    void audit_noLedgerOrNoDatabase_saysSo() throws Exception {
        Path file = Files.writeString(directory.resolve("none"), "hello");

        assertThat(CommandRun.of("audit", "--ledger=" + file).exitCode()).isEqualTo(64);
        stored();
        assertThat(audit(directory.resolve("absent.db")).exitCode()).isEqualTo(65);
        Path other = directory.resolve("other.db");
        REDIS.get().flush();
        StoredRows.gather(REDIS.uri(), "jdbc:sqlite:" + other);
        assertThat(audit(other, "--all-due"))
                .returns(1, CommandRun::exitCode)
                .returns(
                        "nothing of this load is stored in jdbc:sqlite:" + other
                                + ": is it the database that the gatherer stores into?" + System.lineSeparator(),
                        CommandRun::err);
        assertThat(CommandRun.of("load", "--framework=logback", "--distinct=70", "--actions=40")
                        .err())
                .contains("'--distinct'");
    }
}
