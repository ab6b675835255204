// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import static dev.centralog.gatherer.page.PageFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centralog.Level;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.gatherer.stored.Decisions;
import dev.centralog.gatherer.stored.StoredLog;
import dev.centralog.gatherer.triage.Decision;
import dev.centralog.gatherer.triage.TriageAction;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of decisions by the page, and of the views that show them. */
class TriageViewIT {
    @TempDir
    Path directory = Path.of("");

    private static String id(PageFixture page, String level) {
        return Sql.rows(page.url(), "SELECT family_id FROM families WHERE level = '" + level + "'")
                .get(0);
    }

    private static String path(PageFixture page, String level) {
        return "family/" + id(page, level) + "/triage";
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void change_ofAFamily_isAnsweredAndShownByAllViews(Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            assertThat(page.ask("families")
                            .path("families")
                            .get(0)
                            .path("triage")
                            .isNull())
                    .isTrue();
            String note = "see \u001b\u202e<img src=x onerror=alert(1)>";

            JsonNode answer = page.change(
                    path(page, "ERROR"),
                    "{\"action\":\"resolve\",\"in_release\":\"1.0.0\",\"note\":\"see \\u001b\\u202e<img src=x"
                            + " onerror=alert(1)>\"}");

            assertThat(answer.path("state").asText()).isEqualTo("resolved");
            assertThat(answer.path("in_release").asText()).isEqualTo("1.0.0");
            assertThat(answer.path("note").asText()).isEqualTo(note);
            assertThat(answer.path("by").asText()).isEqualTo("ann");
            assertThat(answer.path("at").asText()).isEqualTo(PageFixture.NOW.toString());
            assertThat(answer.path("regressed").isBoolean()).isTrue();
            assertThat(answer.path("regressed").asBoolean()).isFalse();
            JsonNode listed = page.ask("families").path("families").get(0);
            assertThat(listed.path("triage").path("note").asText()).isEqualTo(note);
            JsonNode family = page.ask("family/" + id(page, "ERROR"));
            assertThat(family.path("triage")).isEqualTo(listed.path("triage"));
            assertThat(texts(family.path("triage_history"), "action")).containsExactly("resolve");
            assertThat(page.ask("family/" + id(page, "WARN")).path("triage").isNull())
                    .isTrue();
            assertThat(page.ask("family/" + id(page, "WARN")).path("triage_history"))
                    .isEmpty();
            String group = listed.path("groups").asLong() == 1
                    ? Sql.rows(page.url(), "SELECT group_id FROM event_windows WHERE level = 'ERROR'")
                            .get(0)
                    : "";
            assertThat(page.ask("group/" + group).path("triage")).isEqualTo(listed.path("triage"));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void families_ofAState_areThose(Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            assertThat(levels(page, "state", "open")).containsExactly("ERROR", "WARN", "INFO");
            assertThat(levels(page, "state", "muted")).isEmpty();
            page.change(path(page, "ERROR"), "{\"action\":\"mute\"}");
            Decisions.store(
                    Databases.target(page.url()),
                    id(page, "WARN"),
                    new Decision(TriageAction.RESOLVE, "1.0.0", null, "ann", PageFixture.NOW.minusSeconds(900)));

            for (String order : List.of("total", "last", "first", "trend")) {
                assertThat(levels(page, "sort", order))
                        .as("what is muted is the last, by " + order)
                        .hasSize(3)
                        .endsWith("ERROR");
            }
            assertThat(levels(page, "limit", "2")).doesNotContain("ERROR");
            assertThat(levels(page, "state", "muted")).containsExactly("ERROR");
            assertThat(levels(page, "state", "regressed")).containsExactly("WARN");
            assertThat(levels(page, "state", "resolved")).isEmpty();
            assertThat(levels(page, "state", "open")).as("it has no family yet").containsExactly("INFO");
            assertThat(levels(page, "-state", "muted")).containsExactly("WARN", "INFO");
            assertThat(levels(page, "-state", "muted", "-state", "regressed")).containsExactly("INFO");
            assertThat(levels(page, "state", "muted", "state", "regressed")).containsExactly("WARN", "ERROR");
            assertThat(levels(page, "state", "muted", "release", "1.0.0")).containsExactly("ERROR");
            JsonNode regressed =
                    page.ask("families", "state", "regressed").path("families").get(0);
            assertThat(regressed.path("triage").path("regressed_in").asText()).isEqualTo("1.1.0");
            assertThat(page.refused(400, "families", "state", "gone"))
                    .isEqualTo("state is 'gone'; allowed is one of open, resolved, muted, regressed");
        }
    }

    private static List<String> levels(PageFixture page, String... parameters) {
        return texts(page.ask("families", parameters).path("families"), "level");
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void changes_ofWhatWasDecided_areRegressedOrHidden(Kind kind) {
        try (PageFixture page = PageFixture.filled(kind, directory)) {
            Decisions.store(
                    Databases.target(page.url()),
                    id(page, "WARN"),
                    new Decision(TriageAction.RESOLVE, "1.0.0", null, "ann", PageFixture.NOW.minusSeconds(900)));

            JsonNode report = page.ask("changes", "since-release", "1.1.0")
                    .path("reports")
                    .get(0);
            assertThat(report.path("changes").get(0).path("change").asText()).isEqualTo("regressed");
            assertThat(report.path("changes")
                            .get(0)
                            .path("triage")
                            .path("regressed")
                            .asBoolean())
                    .isTrue();
            assertThat(report.path("changes").get(1).path("triage").isNull()).isTrue();
            assertThat(report.path("muted").asInt()).isZero();
            page.change(path(page, "WARN"), "{\"action\":\"mute\"}");
            report = page.ask("changes", "since-release", "1.1.0")
                    .path("reports")
                    .get(0);
            assertThat(texts(report.path("changes"), "level")).doesNotContain("WARN");
            assertThat(report.path("muted").asInt()).isEqualTo(1);
            report = page.ask("changes", "since-release", "1.1.0", "muted", "shown")
                    .path("reports")
                    .get(0);
            assertThat(texts(report.path("changes"), "level")).contains("WARN");
            assertThat(report.path("more").asInt()).isZero();
        }
    }

    /** Tests a family that was seen in the release before it was seen in a newer one, too. */
    @Test
    void changes_ofAnOlderRelease_areNotRegressedByANewerOne() {
        try (PageFixture page = PageFixture.filled(Kind.SQLITE, directory)) {
            Decisions.store(
                    Databases.target(page.url()),
                    id(page, "WARN"),
                    new Decision(TriageAction.RESOLVE, "1.1.0", null, "ann", PageFixture.NOW.minusSeconds(900)));
            try (StoredLog log = new StoredLog(page.url())) {
                StoredLog.Runner last = StoredLog.process(3, "production", "1.2.0");
                log.run(last, PageFixture.NOW.minusSeconds(60), PageFixture.NOW);
                log.log(
                        PageFixture.NOW.minusSeconds(30),
                        last,
                        StoredLog.event(Level.WARN, "100%_done {} 'quoted'"),
                        1);
                log.store();
            }

            assertThat(kinds(page, "since-release", "1.2.0")).contains("WARN regressed");
            assertThat(kinds(page, "since-release", "1.1.0")).contains("WARN new");
            assertThat(kinds(page, "since", "1h")).contains("WARN regressed");
            assertThat(kinds(page, "between", "2026-01-31T13:55:00Z,2026-01-31T14:50:00Z"))
                    .contains("WARN new");
        }
    }

    private static List<String> kinds(PageFixture page, String... parameters) {
        JsonNode changes =
                page.ask("changes", parameters).path("reports").get(0).path("changes");
        List<String> kinds = texts(changes, "change");
        List<String> levels = texts(changes, "level");
        return IntStream.range(0, kinds.size())
                .mapToObj(i -> levels.get(i) + " " + kinds.get(i))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|the body is not one JSON object",
                "[]|the body is not one JSON object",
                "{'action':'mute'} {}|the body is not one JSON object",
                "{'action':'mute','action':'mute'}|the body is not one JSON object",
                "{'action':'mute'|the body is not one JSON object",
                "{}|action is ''; allowed is one of resolve, mute, reopen, note",
                "{'action':'MUTE'}|action is 'MUTE'; allowed is one of resolve, mute, reopen, note",
                "{'action':1}|action is '1'; allowed is a text, or null",
                "{'action':['mute']}|action is '['; allowed is a text, or null",
                "{'action':'mute','by':'eve'}|there is no field 'by' here; allowed are action, in_release, note",
                "{'action':'mute','in_release':'1'}|in_release is '1'; allowed is it with resolve alone",
                "{'action':'note'}|note is missing; allowed is a text",
                "{'action':'mute','note':'LONG'}|note has 2001 characters; allowed are 2000 at most",
                "{'action':'resolve','in_release':'LONG'}|in_release has 2001 characters; allowed are 160 at most"
            })
    void change_withAWrongBody_isRefused(String body, String error) {
        try (PageFixture page = PageFixture.filled(Kind.SQLITE, directory)) {
            String text = body == null ? "" : body.replace('\'', '"').replace("LONG", "a".repeat(2001));

            assertThat(page.refusedChange(400, path(page, "ERROR"), text)).startsWith(error);

            assertThat(Sql.number(page.url(), "SELECT count(*) FROM family_decisions"))
                    .isZero();
        }
    }

    @Test
    void change_ofWhatIsNotThere_isNotFound() {
        try (PageFixture page = PageFixture.filled(Kind.SQLITE, directory)) {
            String mute = "{\"action\":\"mute\"}";
            assertThat(page.refusedChange(404, "family/0123456789abcdef/triage", mute))
                    .startsWith("there is no family '0123456789abcdef'; ");
            assertThat(page.refusedChange(404, "family/" + id(page, "ERROR").substring(0, 6) + "/triage", mute))
                    .startsWith("there is no family '");
            for (String path : List.of("families", "family", "family//triage", "family/a/b/triage", "nothing", "")) {
                assertThat(page.refusedChange(404, path, mute))
                        .as(path)
                        .isEqualTo("nothing can be changed at '" + path + "'");
            }
            assertThat(page.refused(404, path(page, "ERROR"))).contains("there is no view '");
            assertThat(Sql.number(page.url(), "SELECT count(*) FROM family_decisions"))
                    .isZero();
        }
    }

    @Test
    void change_inADatabaseThatIsReadOnly_isUnavailableAndNotThere() {
        try (PageFixture page = PageFixture.filled(Kind.POSTGRESQL, directory)) {
            String name = page.url().replaceFirst("\\?.*", "").replaceFirst(".*/", "");
            String path = path(page, "ERROR");
            String mute = "{\"action\":\"mute\"}";
            Databases.shared()
                    .execute(Kind.POSTGRESQL, "ALTER DATABASE " + name + " SET default_transaction_read_only = on");
            assertThat(page.refusedChange(503, path, mute))
                    .contains("the decision can't be stored in ", "read-only transaction");
            assertThat(page.ask("families")
                            .path("families")
                            .get(0)
                            .path("triage")
                            .isNull())
                    .isTrue();

            Databases.shared()
                    .execute(Kind.POSTGRESQL, "ALTER DATABASE " + name + " RESET default_transaction_read_only");
            assertThat(page.change(path, mute).path("state").asText()).isEqualTo("muted");
        }
    }
}
