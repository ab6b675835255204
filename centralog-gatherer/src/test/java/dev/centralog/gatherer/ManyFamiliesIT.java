// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static dev.centralog.gatherer.stored.StoredLog.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Level;
import dev.centralog.SourceLocation;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.gatherer.stored.StoredLog;
import dev.centralog.testkit.Faults;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of very many groups, each of a family of its own, and of groups with very long texts; the times are printed. */
class ManyFamiliesIT {
    private static final int GROUPS = Faults.times(2_000, 100_000);
    private static final int MIB = 1024 * 1024;
    private static final StoredLog.Runner PROCESS = StoredLog.process(1, "production", "1.0.0");
    private static final SourceLocation PLACE = new SourceLocation("com.example.Shop", "many", "Shop.java", 1);

    /** The start of a minute, half an hour ago. */
    private final Instant seen =
            Clock.systemUTC().instant().minus(Duration.ofMinutes(30)).truncatedTo(ChronoUnit.MINUTES);

    private String url = "";
    private int groups = GROUPS;

    @TempDir
    Path directory = Path.of("");

    private <T> T timed(String what, Supplier<T> work) {
        long start = System.nanoTime();
        T result = work.get();
        System.out.println("ManyFamiliesIT: " + what + " of " + groups + " groups: "
                + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
        return result;
    }

    private String run(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--database";
        all[arguments.length + 1] = url;
        Commands command = timed(arguments[0], () -> Commands.run(all));
        assertThat(command.code()).as(command.err()).isZero();
        return command.out();
    }

    /** Adds the groups, whose texts differ in a word of letters alone. */
    private void insertGroups() {
        String minute = "'" + seen.toString().replace("Z", "") + "'";
        String hour = "'" + seen.truncatedTo(ChronoUnit.HOURS).toString().replace("Z", "") + "'";
        Sql.execute(
                url,
                "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < " + GROUPS
                        + "), texts(n, text) AS (SELECT n, 'lost ' || char(97 + n % 26, 97 + n / 26 % 26,"
                        + " 97 + n / 676 % 26, 97 + n / 17576) || ' for ever' FROM numbers)"
                        + " INSERT INTO groups (group_id, first_seen, last_seen, level, severity, logger, template, message,"
                        + " class_name, method_name, file_name, line_number, app, environment, flag) SELECT printf('f%031x', n), "
                        + minute
                        + ", "
                        + minute + ", 'ERROR', " + Level.ERROR.severity()
                        + ", 'com.example.Shop', text, text, 'com.example.Shop', 'many', '" + PLACE.fileName() + "', "
                        + PLACE.lineNumber() + ", 'shop', 'production', '' FROM texts");
        String ofMany = " FROM groups WHERE method_name = 'many'";
        Sql.execute(url, "INSERT INTO group_minutes SELECT id, " + minute + ", 3" + ofMany);
        Sql.execute(
                url,
                "INSERT INTO group_hours (groups_id, hour, release, repeats, last_seen) SELECT id, " + hour
                        + ", '1.0.0', 3, " + minute + ofMany);
        Sql.execute(url, "INSERT INTO group_releases SELECT id, '1.0.0', " + minute + ", " + minute + ofMany);
    }

    @Test
    void commands_ofManyFamilies_work() {
        url = Databases.emptyFile(directory.resolve("many.db"));
        try (StoredLog log = new StoredLog(url)) {
            log.run(PROCESS, seen.minus(Duration.ofDays(2)), seen);
            log.log(seen.minus(Duration.ofDays(1)), PROCESS, event(Level.INFO, "known {}"), 1);
            log.store();
            insertGroups();
            assertThat(run("new", "--since", "2h", "--limit", "3")).contains("NEW: " + GROUPS + "\n");
            timed("labelling", () -> {
                log.label();
                return "";
            });
            assertThat(Sql.number(url, "SELECT count(*) FROM families")).isEqualTo(GROUPS + 1);
            assertThat(run("new", "--since", "2h", "--limit", "3")).contains("NEW: " + GROUPS + "\n");
            assertThat(run("groups", "--since", "2h", "--limit", "5")).hasLineCount(2 + 5);
            String family = Sql.rows(url, "SELECT family_id FROM families WHERE template LIKE '% baaa %'")
                    .get(0);
            assertThat(run("show", family)).contains("template    lost baaa for ever\n", "repeats     3;");

            log.log(
                    seen,
                    PROCESS,
                    event(Level.ERROR, "lost it for ever").toBuilder()
                            .location(PLACE)
                            .build(),
                    new StoredLog.Count(7, Flag.VARYING));
            log.store();
            log.label();
        }
        String place = Sql.rows(url, "SELECT family_id FROM families WHERE is_place = 1")
                .get(0);

        assertThat(run("new", "--since", "2h", "--json"))
                .hasLineCount(1)
                .contains(
                        "\"family\":\"" + place + "\"", "\"texts\":" + GROUPS + ",", "\"repeats\":" + (3 * GROUPS + 7));
        assertThat(run("show", place))
                .contains("its families, " + (GROUPS + 1) + " in all\n", "its groups, " + (GROUPS + 1) + " in all\n")
                .containsPattern("repeats     " + (3 * GROUPS + 7) + "[,;]");
    }

    @Test
    void commands_ofLongTexts_work() {
        url = Databases.emptyFile(directory.resolve("long.db"));
        groups = 3;
        try (StoredLog log = new StoredLog(url)) {
            log.run(PROCESS, seen.minus(Duration.ofDays(2)), seen);
            log.log(seen.minus(Duration.ofDays(1)), PROCESS, event(Level.INFO, "known {}"), 1);
            log.log(seen, PROCESS, event(Level.ERROR, "sixteen " + "words ".repeat(16 * 1024 / 6)), 2);
            log.log(
                    seen,
                    PROCESS,
                    event(Level.WARN, "five").toBuilder()
                            .template(null)
                            .message("five " + "words ".repeat(5 * MIB / 6))
                            .build(),
                    3);
            log.store();
            assertThat(run("new", "--since", "2h")).contains("NEW: 2\n");
            log.label();
        }
        assertThat(run("new", "--since", "2h")).contains("NEW: 2\n");
        assertThat(run("groups", "--since", "2h")).contains("sixteen words", "five words");
        for (String family : Sql.rows(url, "SELECT family_id FROM families WHERE level <> 'INFO'")) {
            assertThat(run("show", family)).contains("words words");
        }
        for (String group : Sql.rows(url, "SELECT group_id FROM groups WHERE level <> 'INFO'")) {
            assertThat(run("show", group)).contains("words words");
        }
    }
}
