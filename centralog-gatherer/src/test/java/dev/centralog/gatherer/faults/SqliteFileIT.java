// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.SharedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a SQLite file that is removed, moved or replaced while a gatherer stores in it: each row is in an existing file. */
class SqliteFileIT {
    private static final String EVENT_ROWS = "SELECT window_start, group_id, delivery, repeats FROM events";
    private static final String ACTION_ROWS = "SELECT slice_start, user_id, action_id, delivery, count FROM actions";

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    Path directory = Path.of("");

    private Path file() {
        return directory.resolve("centralog.db");
    }

    private static String url(Path file) {
        return Sinks.jdbcUrl(file.toString());
    }

    private static long events(Path file) {
        return Sql.number(url(file), "SELECT sum(repeats) FROM events");
    }

    private static void awaitAcknowledged(Load load) {
        Awaitility.await()
                .atMost(Load.LIMIT)
                .until(() -> load.stats().events().stored().repeats() >= load.logged()
                        && load.stats().actions().stored().repeats() >= load.loggedActions());
    }

    /** Returns the sum of the counts in these files; a row that is in several of them counts once. */
    private static long sum(List<Path> files, String rows) {
        Map<String, Long> byIdentity = new HashMap<>();
        for (Path each : files) {
            for (String row : Sql.rows(url(each), rows)) {
                int count = row.lastIndexOf('|');
                byIdentity.merge(row.substring(0, count), Long.parseLong(row.substring(count + 1)), Long::max);
            }
        }
        return byIdentity.values().stream().mapToLong(each -> each).sum();
    }

    @Test
    void file_removed_whatIsStoredFromThenOnIsInANewOne() throws IOException {
        try (Load load = Load.start(REDIS.uri(), url(file()))) {
            load.logAndAwait();
            long before = load.logged();
            Files.delete(file());
            load.log();

            awaitAcknowledged(load);
            assertThat(events(file())).isEqualTo(load.logged() - before);
            assertThat(load.said())
                    .anyMatch(line -> line.startsWith("WARN ") && line.contains("was removed, moved or replaced"));
        }
    }

    @Test
    void file_movedAgainAndAgain_holdsAllThatWasStoredInIt() throws IOException {
        List<Path> files = new ArrayList<>(List.of(file()));
        long events;
        long actions;
        try (Load load = Load.start(REDIS.uri(), url(file()))) {
            load.logAndAwait();
            for (int i = 0; i < Faults.times(3, 30); i++) {
                Path moved = directory.resolve("moved" + i + ".db");
                Files.move(file(), moved);
                files.add(moved);
                long before = load.stats().events().windows();
                load.log();
                Awaitility.await()
                        .atMost(Load.LIMIT)
                        .until(() -> load.stats().events().windows() > before);
            }

            awaitAcknowledged(load);
            events = load.logged();
            actions = load.loggedActions();
        }
        assertThat(sum(files, EVENT_ROWS)).isEqualTo(events);
        assertThat(sum(files, ACTION_ROWS)).isEqualTo(actions);
        for (Path each : files) {
            assertThat(Sql.rows(url(each), "PRAGMA integrity_check")).containsExactly("ok");
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).noneMatch(each -> each.toString().contains("-wal."));
        }
    }

    @Test
    void file_replacedByABackup_goesOnInThatAndLosesNothingStoredSince() throws IOException {
        Path backup = directory.resolve("backup.db");
        try (Load load = Load.start(REDIS.uri(), url(file()))) {
            load.logAndAwait();
            long saved = load.logged();
            Sql.execute(url(file()), "VACUUM INTO '" + backup + "'");
            load.logAndAwait();
            long gone = load.logged() - saved;
            Files.move(backup, file(), StandardCopyOption.REPLACE_EXISTING);
            load.log();

            awaitAcknowledged(load); // opening the file before the gatherer has noticed the move would mix both files
            assertThat(events(file())).isEqualTo(load.logged() - gone);
            assertThat(Sql.rows(url(file()), "PRAGMA integrity_check")).containsExactly("ok");
        }
    }
}
