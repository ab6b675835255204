// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.FreePorts;
import dev.centralog.testkit.LocalPostgres;
import dev.centralog.testkit.SharedRedis;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of {@code load}, from the logger to the row. */
class LoadIT {
    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "log4j2,callSite",
        "log4j2,template",
        "log4j2,message",
        "logback,callSite",
        "logback,template",
        "logback,message"
    })
    void load_intoSqlite_everyEventIsStoredOnce(String framework, String groupBy) throws Exception {
        assertConserved(framework, groupBy, "jdbc:sqlite:" + directory.resolve("load.db"));
    }

    @Test
    void load_intoPostgres_everyEventIsStoredOnce() throws Exception {
        try (LocalPostgres postgres = LocalPostgres.start()) {
            assertConserved("logback", "callSite", postgres.createDatabase());
        }
    }

    private static void assertConserved(String framework, String groupBy, String url) throws Exception {
        CommandRun run = CommandRun.of(
                "load",
                "--redis=" + REDIS.uri(),
                "--framework=" + framework,
                "--group-by=" + groupBy,
                "--events=20000",
                "--groups=70",
                "--threads=3",
                "--throwables=10",
                "--setting=shutdownTimeout=1m");

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.number("logged")).isEqualTo(20_000);
        assertThat(run.number("acknowledged")).isEqualTo(20_000);
        StoredRows stored = StoredRows.gather(REDIS.uri(), url);
        assertThat(stored.number("SELECT sum(repeats) FROM events")).isEqualTo(20_000);
        assertThat(stored.number("SELECT count(DISTINCT group_id) FROM events")).isEqualTo(70);
        assertThat(stored.number("SELECT count(DISTINCT group_id) FROM events WHERE thrown_class IS NOT NULL"))
                .isEqualTo(7);
        assertThat(stored.number(
                        "SELECT count(*) FROM (SELECT DISTINCT window_start, group_id FROM events) AS windows"))
                .isEqualTo(run.number("windows"));
        assertThat(REDIS.get().cliList("KEYS", "*")).containsOnly("{cl.2}:meta", "{cl.2:0}:book");
    }

    @ParameterizedTest
    @CsvSource({"log4j2", "logback"})
    void load_withoutRedis_endsInTimeAndSaysWhatIsLost(String framework) {
        CommandRun run = CommandRun.of(
                "load",
                "--redis=redis://127.0.0.1:" + FreePorts.next(),
                "--framework=" + framework,
                "--events=1000",
                "--setting=shutdownTimeout=1s");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.number("logged")).isEqualTo(1000);
        assertThat(run.number("acknowledged")).isZero();
        assertThat(run.number("shutdown")).isEqualTo(1000);
    }

    @Test
    void load_atARate_takesItsTime() {
        CommandRun run = CommandRun.of(
                "load",
                "--redis=" + REDIS.uri(),
                "--framework=log4j2",
                "--events=300",
                "--threads=2",
                "--rate=200",
                "--setting=shutdownTimeout=1m");

        assertThat(run.exitCode()).isZero();
        // The last of 300 events at 200 a second is due after almost 1.5 s; a slower run is no fault.
        assertThat(run.number("seconds")).isGreaterThanOrEqualTo(1);
    }

    @Test
    void load_longerThanFiveSeconds_saysHowFarItIs() {
        CommandRun run = CommandRun.of(
                "load",
                "--redis=" + REDIS.uri(),
                "--framework=logback",
                "--events=1200",
                "--threads=2",
                "--rate=200",
                "--setting=shutdownTimeout=1m");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.err()).containsPattern("(?m)^calls made: [1-9][0-9]* of 1200, [0-9]+ s$");
    }
}
