// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static dev.centralog.gatherer.stored.StoredLog.event;
import static dev.centralog.gatherer.stored.StoredLog.process;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Level;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.gatherer.stored.Decisions;
import dev.centralog.gatherer.stored.StoredLog;
import dev.centralog.gatherer.stored.StoredLog.Runner;
import dev.centralog.gatherer.triage.Decision;
import dev.centralog.gatherer.triage.TriageAction;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the commands {@code resolve}, {@code mute}, {@code reopen} and {@code note}, and of what others then show. */
class TriageCommandIT {
    private static final Runner OLD = process(1, "production", "1.0.0");
    private static final Runner NEXT = process(2, "production", "1.1.0");

    private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    private String url = "";
    private String family = "";

    @TempDir
    Path directory = Path.of("");

    private Instant minutesAgo(int minutes) {
        return now.minusSeconds(60L * minutes);
    }

    @BeforeEach
    void store() {
        url = Databases.emptyFile(directory.resolve("triage.db"));
        try (StoredLog log = new StoredLog(url)) {
            log.run(OLD, minutesAgo(300), now);
            log.run(NEXT, minutesAgo(100), now);
            log.log(minutesAgo(90), OLD, event(Level.ERROR, "order {} failed"), 3);
            log.log(minutesAgo(90), OLD, event(Level.WARN, "stock {} low"), 3);
            log.store();
            log.label();
        }
        Sql.execute(url, "INSERT INTO complete_up_to VALUES ('events', 'c0ffee', '2100-01-01T00:00:00')");
        family = Sql.rows(url, "SELECT family_id FROM families WHERE template = 'order {} failed'")
                .get(0);
    }

    private Commands run(String command, String... options) {
        List<String> arguments = new ArrayList<>(List.of(command, "--database", url));
        arguments.addAll(List.of(options));
        return Commands.run(arguments.toArray(String[]::new));
    }

    private Commands runWell(String command, String... options) {
        Commands shown = run(command, options);
        assertThat(shown.err()).isEmpty();
        assertThat(shown.code()).isZero();
        return shown;
    }

    @Test
    void resolve_byTheStartOfTheId_saysWhatIsStoredThen() {
        Commands shown =
                runWell("resolve", family.substring(0, 6), "--in-release", "1.0.0", "--note", "see \u001b[31mSHOP-1");

        assertThat(shown.out())
                .matches(family + " resolved in 1\\.0\\.0 by .+, \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ: see"
                        + " \\\\u001b\\[31mSHOP-1\n");
        assertThat(runWell("note", family, "--note", "").out()).endsWith("Z\n").doesNotContain("SHOP-1");
        assertThat(runWell("mute", family, "--json").out())
                .startsWith(
                        "{\"family\":\"" + family + "\",\"state\":\"muted\",\"in_release\":null,\"note\":null,\"by\":")
                .endsWith(",\"regressed\":false,\"regressed_in\":null,\"regressed_since\":null}\n");
        assertThat(runWell("reopen", family).out()).startsWith(family + " open by ");
    }

    @Test
    void groupsAndShow_sayTheState() {
        assertThat(runWell("groups").out()).doesNotContain("STATE");
        runWell("mute", family, "--note", "known");
        runWell("resolve", family, "--in-release", "1.0.0");

        assertThat(runWell("groups").out()).containsPattern("LEVEL +STATE").containsPattern("ERROR +resolved ");
        assertThat(runWell("groups", "--json").out())
                .contains("\"triage\":{\"state\":\"resolved\",\"in_release\":\"1.0.0\",\"note\":\"known\"");
        String shown = runWell("show", family).out();
        assertThat(shown)
                .containsPattern("(?m)^state +resolved in 1\\.0\\.0 by .*: known$")
                .contains("\nwhat was decided, the last decision first\n")
                .containsPattern("(?m)^\\S+ \\S+Z  .+  resolve in 1\\.0\\.0\n\\S+ \\S+Z  .+  mute: known$");
        assertThat(runWell("show", family, "--json").out())
                .contains("\"triage_history\":[{\"action\":\"resolve\",\"in_release\":\"1.0.0\",\"note\":null,");
        String group = Sql.rows(url, "SELECT group_id FROM groups WHERE family_id = '" + family + "'")
                .get(0);
        assertThat(runWell("show", group).out())
                .containsPattern("(?m)^state +resolved in 1\\.0\\.0 ")
                .doesNotContain("what was decided");
    }

    @Test
    void new_ofWhatHasComeBack_isRegressedAndMeetsTheGate() {
        Decisions.store(
                Databases.target(url),
                family,
                new Decision(TriageAction.RESOLVE, "1.0.0", null, "ann", minutesAgo(20)));
        try (StoredLog log = new StoredLog(url)) {
            log.log(minutesAgo(5), NEXT, event(Level.ERROR, "order {} failed"), 5);
            log.store();
        }

        Commands shown = runWell("new", "--since", "10m");
        assertThat(shown.out())
                .contains("\nREGRESSED: 1\n  ERROR shop com.example.Shop: order {} failed ×5\n")
                .containsPattern(
                        "        regressed in 1\\.1\\.0 since .*Z; was resolved in 1\\.0\\.0 by .*\n        family "
                                + family);
        assertThat(shown.out().indexOf("REGRESSED: 1")).isLessThan(shown.out().indexOf("NEW: none"));
        assertThat(run("new", "--since-release", "1.1.0", "--json").out())
                .contains("\"change\":\"regressed\"", "\"regressed\":true,\"regressed_in\":\"1.1.0\"");
        assertThat(run("new", "--since", "10m", "--fail-on", "ERROR:regressed").code())
                .isEqualTo(1);
        assertThat(run("new", "--since", "10m", "--fail-on", "ERROR:new|back|louder")
                        .code())
                .isNotEqualTo(1);
    }

    @Test
    void new_ofWhatIsMuted_countsItAndDoesNotMeetTheGate() {
        try (StoredLog log = new StoredLog(url)) {
            log.log(minutesAgo(5), NEXT, event(Level.ERROR, "discount {} failed"), 5);
            log.store();
            log.label();
        }
        assertThat(run("new", "--since", "10m", "--fail-on", "ERROR:new").code())
                .isEqualTo(1);
        String muted = Sql.rows(url, "SELECT family_id FROM families WHERE template = 'discount {} failed'")
                .get(0);
        runWell("mute", muted);

        assertThat(runWell("new", "--since", "10m").out())
                .contains("\nNEW: none\n", "\n1 muted family not shown; --muted shows it\n")
                .doesNotContain(muted);
        assertThat(runWell("new", "--since", "10m", "--muted").out())
                .contains("\nNEW: 1\n", "family " + muted, "        muted by ")
                .doesNotContain("not shown");
        assertThat(run("new", "--since", "10m", "--muted", "--fail-on", "ERROR:new")
                        .code())
                .isNotEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "resolve ab1#FAMILY is 'ab1'; allowed is an id that './centralog groups' shows, or 4 or more characters",
                "resolve abcdef#FAMILY is 'abcdef', and no stored family's id begins with that; './centralog groups'",
                "note FAMILY#--note is missing; allowed is a text, or an empty one to remove the note",
                "resolve FAMILY --in-release=#--in-release is ''; allowed is the name of a release",
                "resolve FAMILY --in-release LONG#--in-release has 2001 characters; allowed are 160 at most",
                "mute FAMILY --note LONG#--note has 2001 characters; allowed are 2000 at most",
                "mute FAMILY --in-release 1#there is no option --in-release"
            })
    void wrongOption_isNamedWithItsValue(String line, String message) {
        String[] words =
                line.replace("FAMILY", family).replace("LONG", "a".repeat(2001)).split(" ");

        Commands shown = run(words[0], List.of(words).subList(1, words.length).toArray(String[]::new));

        assertThat(shown.code()).isEqualTo(64);
        assertThat(shown.err()).contains(message);
        assertThat(Sql.number(url, "SELECT count(*) FROM family_decisions")).isZero();
    }

    @Test
    void id_ofAGroupOrOfSeveralFamilies_isExplained() {
        String group = Sql.rows(url, "SELECT group_id FROM groups WHERE family_id = '" + family + "'")
                .get(0);
        assertThat(run("mute", group).err()).contains("it is a group of the family " + family);
        Sql.execute(url, "UPDATE families SET family_id = 'aaaa' || substr(family_id, 5)");

        Commands shown = run("mute", "aaaa");

        assertThat(shown.code()).isEqualTo(64);
        assertThat(shown.err())
                .contains("FAMILY is 'aaaa', and several ids begin with that; give more characters:\n")
                .contains("ERROR  family of order {} failed\n", "WARN  family of stock {} low\n");
    }

    @Test
    void database_thatIsMissing_isSaidAndNotMade() {
        url = "jdbc:sqlite:" + directory.resolve("none.db");

        Commands shown = run("mute", family);

        assertThat(shown.code()).isEqualTo(65);
        assertThat(shown.err()).contains("there is no database file ");
        assertThat(directory.resolve("none.db")).doesNotExist();
    }
}
