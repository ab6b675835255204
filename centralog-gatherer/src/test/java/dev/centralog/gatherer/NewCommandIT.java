// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static dev.centralog.gatherer.stored.StoredLog.event;
import static dev.centralog.gatherer.stored.StoredLog.process;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.centralog.Level;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.ProcessSign;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.gatherer.stored.StoredLog;
import dev.centralog.gatherer.stored.StoredLog.Runner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the command {@code new}: its exit codes, its words, its JSON. */
class NewCommandIT {
    private static final Runner OLD = process(1, "production", "1.0.0");
    private static final Runner CANARY = process(2, "production", "1.1.0");

    private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    private String url = "";

    @TempDir
    Path directory = Path.of("");

    @BeforeEach
    void makeTables() {
        url = Databases.emptyFile(directory.resolve("new.db"));
    }

    private Instant minutesAgo(long minutes) {
        return now.minusSeconds(60 * minutes);
    }

    private Commands run(String... options) {
        List<String> arguments = new ArrayList<>(List.of("new", "--database", url));
        arguments.addAll(List.of(options));
        return Commands.run(arguments.toArray(String[]::new));
    }

    private void completeUpTo(Instant time) {
        String text = time.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "");
        Sql.execute(url, "DELETE FROM complete_up_to");
        Sql.execute(url, "INSERT INTO complete_up_to VALUES ('events', 'c0ffee', '" + text + "')");
    }

    /** Stores a release that has brought a new error, ten minutes ago. */
    private void storeRelease() {
        try (StoredLog log = new StoredLog(url)) {
            log.run(OLD, minutesAgo(300), now);
            for (int minute = 290; minute > 10; minute--) {
                log.log(minutesAgo(minute), OLD, event(Level.INFO, "order {} placed"), 2);
            }
            log.run(CANARY, minutesAgo(10), now);
            log.log(minutesAgo(9), CANARY, event(Level.INFO, "order {} placed"), 300);
            log.log(minutesAgo(9), CANARY, event(Level.ERROR, "discount \u001b[31m{}\u202e failed"), 3);
            log.store();
            log.label();
        }
        completeUpTo(now);
    }

    @Test
    void newError_ofARelease_isShown() {
        storeRelease();

        Commands shown = run();

        assertThat(shown.err()).isEmpty();
        assertThat(shown.code()).isZero();
        assertThat(shown.out())
                .startsWith("shop (production) 1.1.0, since ")
                .contains(
                        ", after 1.0.0\nNEW: 1\n  ERROR shop com.example.Shop: discount [{}\\u202e failed ×3\n",
                        "hosts web-2, releases 1.1.0\n",
                        "\nBACK: none\nLOUDER: 1\n  INFO  shop com.example.Shop: order {} placed ×300\n",
                        " an hour and process, 1",
                        " times the mean of 2",
                        " periods before (120), the highest of which had 120; by chance in at most ",
                        "\nGONE: none\nLOUDER and GONE compare ")
                .doesNotContain("\u001b", "\u202e");
    }

    @Test
    void failOn_decidesOnTheExitCode() {
        storeRelease();
        Map<String, Integer> codes = new LinkedHashMap<>();
        List.of("ERROR:new", "error:new", "WARN", "INFO:louder", "INFO:back|louder")
                .forEach(each -> codes.put(each, 1));
        List.of("ERROR:louder", "FATAL", "ERROR:back").forEach(each -> codes.put(each, 0));

        codes.forEach((condition, code) -> assertThat(
                        run("--since-release", "1.1.0", "--fail-on", condition).code())
                .as(condition)
                .isEqualTo(code));
        assertThat(run("--since-release", "1.1.0", "--app", "shop", "--fail-on", "ERROR", "--limit", "0")
                        .code())
                .as("what is not shown counts, too")
                .isEqualTo(1);
    }

    @Test
    void failOn_untilAllIsStored_canNotTell() {
        storeRelease();
        completeUpTo(minutesAgo(11));

        Commands gate = run("--since-release", "1.1.0", "--fail-on", "FATAL");
        assertThat(gate.code()).isEqualTo(75);
        assertThat(gate.err()).contains("can't tell: what is stored is complete up to " + minutesAgo(11) + ", but ");
        assertThat(run("--since-release", "1.1.0", "--fail-on", "ERROR").code()).isEqualTo(1);
        Commands shown = run("--since-release", "1.1.0");
        assertThat(shown.code()).isZero();
        assertThat(shown.err()).startsWith("note: what is stored is complete up to ");
        Sql.execute(url, "DELETE FROM complete_up_to");
        assertThat(run("--since-release", "1.1.0", "--fail-on", "FATAL").err()).contains("a gatherer must run");
    }

    @Test
    void failOn_withoutTheSignOfAStart_canNotTell() {
        try (StoredLog log = new StoredLog(url)) {
            log.run(OLD, minutesAgo(100), now);
            log.sign(CANARY, ProcessSign.Kind.ALIVE, minutesAgo(5));
            log.store();
        }
        completeUpTo(now);

        Commands gate = run("--fail-on", "ERROR");

        assertThat(gate.code()).isEqualTo(75);
        assertThat(gate.err()).contains("can't tell: no process of 1.1.0 of shop (production) has reported its start");
    }

    @Test
    void wait_endsWhenAllIsStored() {
        storeRelease();
        completeUpTo(minutesAgo(11));

        CompletableFuture<Commands> gate =
                CompletableFuture.supplyAsync(() -> run("--since-release", "--fail-on", "FATAL", "--wait", "10m"));
        completeUpTo(now);

        assertThat(gate.join().code()).isZero();
    }

    @Test
    void firstRelease_hasNothingNew() {
        try (StoredLog log = new StoredLog(url)) {
            log.run(OLD, minutesAgo(100), now);
            log.log(minutesAgo(99), OLD, event(Level.ERROR, "fails"), 1);
            log.store();
        }
        completeUpTo(now);

        Commands gate = run("--since-release", "1.0.0", "--fail-on", "ERROR");

        assertThat(gate.code()).isZero();
        assertThat(gate.out())
                .contains("no earlier release is known, so nothing is new")
                .doesNotContain("NEW");
    }

    @Test
    void failOn_aLevelThatWasNeverSeen_canNotTell() {
        storeRelease();

        Commands gate = run("--since-release", "1.1.0", "--fail-on", "EROR:new");

        assertThat(gate.code()).isEqualTo(75);
        assertThat(gate.err()).contains("can't tell: no event has ever had the level 'EROR' that --fail-on names");
    }

    @Test
    void failOn_aReleaseThatRunsElsewhereOnly_canNotTell() {
        storeRelease();
        try (StoredLog log = new StoredLog(url)) {
            log.run(process(7, "staging", "1.0.0"), minutesAgo(100), now);
            log.store();
        }
        completeUpTo(now);

        Commands gate = run("--since-release", "1.1.0", "--fail-on", "FATAL");
        assertThat(gate.code()).isEqualTo(75);
        assertThat(gate.err())
                .contains(
                        "can't tell: the release 1.1.0 has started in some applications and environments, but not where"
                                + " 1.0.0 of shop (staging) run; say which are meant with --app and --environment");
        assertThat(run("--since-release", "1.1.0", "--environment", "production", "--fail-on", "FATAL")
                        .code())
                .isZero();
        assertThat(run("--since-release", "1.1.0", "--environment", "staging", "--fail-on", "FATAL")
                        .code())
                .isEqualTo(75);
    }

    /** Tests a release that is deployed again after it was rolled back: its new processes are waited for. */
    @Test
    void failOn_aReleaseThatRunsNoMore_canNotTell() {
        try (StoredLog log = new StoredLog(url)) {
            log.run(OLD, minutesAgo(300), now);
            log.run(CANARY, minutesAgo(200), minutesAgo(190));
            log.store();
        }
        completeUpTo(minutesAgo(1));

        Commands gate = run("--since-release", "1.1.0", "--fail-on", "FATAL");
        assertThat(gate.code()).isEqualTo(75);
        assertThat(gate.err()).contains("can't tell: no process of 1.1.0 of shop (production) runs");

        try (StoredLog log = new StoredLog(url)) {
            log.run(process(8, "production", "1.1.0"), minutesAgo(2), now);
            log.store();
        }
        assertThat(run("--since-release", "1.1.0", "--fail-on", "FATAL").code()).isZero();
        Commands waited = run("--since-release", "1.1.0", "--fail-on", "FATAL", "--wait", "0s");
        assertThat(waited.code()).as(waited.err()).isZero();
        completeUpTo(minutesAgo(3));
        assertThat(run("--since-release", "1.1.0", "--fail-on", "FATAL").err())
                .as("counted from the start of the last process")
                .contains(minutesAgo(2) + " is needed");
    }

    @Test
    void failOn_eventsThatDidNotArriveOrWereDropped_canNotTell() {
        storeRelease();
        try (StoredLog log = new StoredLog(url)) {
            log.log(
                    minutesAgo(8),
                    CANARY,
                    event(Level.ERROR, "lost"),
                    new StoredLog.Count(500, GatheredEvent.Flag.NO_PAYLOAD));
            log.store();
            log.label();
        }
        completeUpTo(now);
        Commands gate = run("--since-release", "1.1.0", "--fail-on", "FATAL");
        assertThat(gate.code()).isEqualTo(75);
        assertThat(gate.err()).contains("can't tell: 1 groups were counted whose events did not arrive");
        assertThat(run("--since", "20m", "--json").err()).contains("note: 1 groups were counted");

        Sql.execute(url, "DELETE FROM groups WHERE flag = 'noPayload'");
        Sql.execute(
                url,
                "INSERT INTO drops (window_start, group_id, delivery, count, reason, app, environment, host, pid, stream)"
                        + " VALUES ('" + minutesAgo(5).toString().replace("Z", "")
                        + "', '~drop', 'c0ffee:0:1', 12, 'bufferFull', 'shop', 'production', 'web-2', 1, 'events')");
        assertThat(run("--since-release", "1.1.0", "--fail-on", "FATAL").err())
                .contains("can't tell: 12 events were dropped by applications");
    }

    @Test
    void failOn_filtersThatNothingMatches_canNotTell() {
        storeRelease();

        Commands gate = run("--since", "30m", "--app", "shpo", "--environment", "prod", "--fail-on", "ERROR");

        assertThat(gate.code()).isEqualTo(75);
        assertThat(gate.err())
                .contains(
                        "can't tell: nothing stored is of --app shpo",
                        "can't tell: nothing stored is of --environment prod");
    }

    @Test
    void releaseWithALongName_isFound() {
        String name = "1.1.0-" + "b".repeat(200);
        try (StoredLog log = new StoredLog(url)) {
            log.run(OLD, minutesAgo(300), now);
            log.run(process(2, "production", name), minutesAgo(10), now);
            log.log(minutesAgo(9), process(2, "production", name), event(Level.ERROR, "fails {}"), 3);
            log.store();
        }
        completeUpTo(now);

        Commands gate = run("--since-release", name, "--fail-on", "ERROR:new");
        assertThat(gate.code()).isEqualTo(1);
        assertThat(gate.out()).contains(", hosts web-2, ");
    }

    @Test
    void releaseThatIsNotKnown_canNotBeTold() {
        Commands none = run();
        assertThat(none.code()).isEqualTo(75);
        assertThat(none.err()).contains("no process has said which release it is of; set 'release'");

        storeRelease();
        Commands other = run("--since-release", "9.9");
        assertThat(other.code()).isEqualTo(75);
        assertThat(other.err())
                .contains(
                        "no process has said that it is of the release 9.9; the last ones are 1.1.0 of shop (production),"
                                + " 1.0.0 of shop (production)");
    }

    @Test
    void releasesOfEachPod_canNotBeToldApart() {
        try (StoredLog log = new StoredLog(url)) {
            for (int pod = 1; pod <= 150; pod++) {
                Runner runner = process(pod, "production", "pod-" + pod);
                log.run(runner, minutesAgo(200 - pod), now);
                log.log(minutesAgo(20), runner, event(Level.ERROR, "fails {}"), 1);
            }
            log.store();
        }
        completeUpTo(now);

        Commands gate = run("--fail-on", "FATAL");

        assertThat(gate.code()).isEqualTo(75);
        assertThat(gate.err()).contains("more releases of shop within a day than are kept apart");
        assertThat(run("--since", "30m").out()).contains("NEW: 1\n", "fails {} ×150");
    }

    /** Tests a release that was rolled back: it is the one that began last, and runs no more. */
    @Test
    void releaseThatWasRolledBack_isShownAsGone() {
        try (StoredLog log = new StoredLog(url)) {
            log.run(OLD, minutesAgo(300), minutesAgo(50));
            log.run(CANARY, minutesAgo(49), minutesAgo(40));
            log.log(minutesAgo(45), CANARY, event(Level.ERROR, "fails {}"), 2);
            log.run(process(3, "production", "1.0.0"), minutesAgo(39), now);
            log.store();
        }
        completeUpTo(now);

        assertThat(run().out())
                .contains("shop (production) 1.1.0, since ", "; no process of it was seen after ", "NEW: 1\n");
    }

    @Test
    void family_withADatabase_showsTheStoredFamiliesOfTheText() {
        storeRelease();

        Commands shown = Commands.run("family", "order 4711 placed", "--database", url);
        assertThat(shown.code()).isZero();
        assertThat(shown.out()).containsPattern("stored +[0-9a-f]{16} INFO shop com.example.Shop\\R");
        assertThat(Commands.run("family", "order 4711 placed", "--level", "ERROR", "--database", url)
                        .out())
                .contains("stored    no family of this text");
    }

    @Test
    void json_isALineForEachFamily() throws IOException {
        storeRelease();

        Commands shown = run("--json", "--timing");

        assertThat(shown.err())
                .startsWith("shop (production) 1.1.0, since ")
                .contains("LOUDER and GONE compare ")
                .containsPattern("the database took \\d+ ms for \\d+ queries\\R");
        List<String> lines = shown.out().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(fields(lines.get(0)))
                .contains(
                        "change=new",
                        "level=ERROR",
                        "logger=com.example.Shop",
                        "template=discount [{}\u202e failed",
                        "repeats=3",
                        "first_seen=" + minutesAgo(9),
                        "last_seen=" + minutesAgo(9),
                        "app=shop",
                        "environment=production",
                        "release=1.1.0");
        assertThat(fields(lines.get(1)).get(0)).isEqualTo("change=louder");
    }

    private static List<String> fields(String line) throws IOException {
        List<String> fields = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(line)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isScalarValue()) {
                    fields.add(json.currentName() + "=" + json.getText());
                }
            }
        }
        return fields;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "--since 1h --since-release 1.0#--since, --since-release and --between can't be combined",
                "--since tomorrow#--since is 'tomorrow'; allowed is",
                "--since 9999-01-01T00:00:00Z#which is in the future",
                "--between 2h 3h#allowed is what is later than its start",
                "--since 1h --quiet 1s#--quiet is '1s'; allowed is",
                "--quiet 1d#--quiet is for --since and --between",
                "--fail-on ERROR:gone#--fail-on is 'ERROR:gone'; allowed is LEVEL, or LEVEL:regressed|new|back|louder",
                "--fail-on ERROR:new:back#--fail-on is 'ERROR:new:back'; allowed is",
                "--fail-on ERROR,WARN#--fail-on is 'ERROR,WARN'; allowed is",
                "--level FATAL --fail-on ERROR#allowed is a level that --level FATAL shows",
                "--level SEVERE --fail-on ERROR#allowed is a level that --level SEVERE shows",
                "--since-release= --app shop#--since-release is ''; allowed is the name of a release",
                "--fail-on :new#--fail-on is ':new'; allowed is",
                "--wait never#--wait is 'never'; allowed is",
                "--limit -1#--limit is -1; allowed is 0 or more"
            })
    void badOptions_areRefused(String given, String why) {
        Commands refused = run(given.split(" "));

        assertThat(refused.code()).isEqualTo(64);
        assertThat(refused.err()).contains(why);
    }
}
