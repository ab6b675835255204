// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import static dev.centralog.gatherer.stored.StoredLog.event;
import static dev.centralog.gatherer.stored.StoredLog.process;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.SourceLocation;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gather.ProcessSign;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.change.Basis;
import dev.centralog.gatherer.change.ChangeKind;
import dev.centralog.gatherer.change.Louder;
import dev.centralog.gatherer.sink.Sql;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of what is found to have changed, on each database. */
class StoredChangesIT {
    private static final Instant NOW = Instant.parse("2026-02-10T14:37:00Z");
    private static final ChangeQuery.Filter ALL = new ChangeQuery.Filter(null, null, null);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final StoredLog.Runner OLD = process(1, "production", "1.0.0");
    private static final StoredLog.Runner CANARY = process(2, "production", "1.1.0");

    @TempDir
    Path directory = Path.of("");

    private static Instant ago(Duration time) {
        return NOW.minus(time);
    }

    private static Instant hoursAgo(int hours) {
        return ago(Duration.ofHours(hours));
    }

    private static ChangeQuery sinceHours(int hours) {
        return new ChangeQuery(ALL, hoursAgo(hours), NOW, null, WEEK);
    }

    /** Returns the changes as lines: kind, template, repeats. */
    private static List<String> changes(String url, ChangeQuery query) {
        try (StoredChanges stored = StoredChanges.open(Databases.target(url))) {
            ChangeReport report = stored.changes(query);
            List<FamilyDetails> details = stored.details(query, report.changes());
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < details.size(); i++) {
                Change change = report.changes().get(i);
                lines.add(change.kind().label() + "|" + change.family().info().template() + "|"
                        + details.get(i).repeats());
            }
            return lines;
        }
    }

    private static ChangeQuery sinceRelease(String url, String release) {
        try (StoredChanges stored = StoredChanges.open(Databases.target(url))) {
            List<ChangeQuery> queries = ReleasePeriods.of(stored.releases(null, null), release, null, NOW);
            assertThat(queries).hasSize(1);
            return queries.get(0);
        }
    }

    /** Adds four days of hours: one family each hour, one each fourth, with a process that runs all the time. */
    private static void addBaseline(StoredLog log) {
        log.run(OLD, hoursAgo(200), NOW);
        for (int hour = 110; hour > 1; hour--) {
            log.log(hoursAgo(hour).plusSeconds(90), OLD, event(Level.INFO, "steady {}"), 10);
            log.log(hoursAgo(hour).plusSeconds(90), OLD, event(Level.WARN, "was steady {}"), 10);
            log.log(hoursAgo(hour).plusSeconds(90), OLD, event(Level.ERROR, "will be loud {}"), hour % 3 + 1);
            if (hour % 4 == 0) {
                log.log(hoursAgo(hour).plusSeconds(90), OLD, event(Level.INFO, "now and then {}"), 1);
            }
        }
        log.log(hoursAgo(190), OLD, event(Level.WARN, "seldom {}"), 3);
        log.log(ago(Duration.ofMinutes(30)), OLD, event(Level.INFO, "steady {}"), 11);
        log.log(ago(Duration.ofMinutes(30)), OLD, event(Level.ERROR, "will be loud {}"), 40);
    }

    @ParameterizedTest
    @EnumSource
    void changes_sinceATime_areNewBackLouderAndGone(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        try (StoredLog log = new StoredLog(url)) {
            addBaseline(log);
            log.log(ago(Duration.ofMinutes(30)), OLD, event(Level.WARN, "seldom {}"), 2);
            log.log(ago(Duration.ofMinutes(59)), OLD, event(Level.ERROR, "never before {}"), 5);
            log.log(ago(Duration.ofSeconds(1)), OLD, event(Level.ERROR, "never before {}"), 1);
            log.store();
            List<String> expected = List.of(
                    "new|never before {}|6", "back|seldom {}|2", "louder|will be loud {}|40", "gone|was steady {}|10");

            assertThat(changes(url, sinceHours(1)))
                    .as("before they have families")
                    .isEqualTo(expected);
            log.label();
            assertThat(changes(url, sinceHours(1))).isEqualTo(expected);
            assertThat(Sql.number(url, "SELECT count(*) FROM families")).isEqualTo(6);
        }
        try (StoredChanges stored = StoredChanges.open(Databases.target(url))) {
            ChangeReport report = stored.changes(sinceHours(1));
            assertThat(report.baseline().starts()).hasSize(99);
            Change loud = report.changes().get(2);
            assertThat(loud.kind()).isEqualTo(ChangeKind.LOUDER);
            Louder louder = Objects.requireNonNull(loud.louder());
            assertThat(louder.basis()).isEqualTo(Basis.RANK);
            assertThat(louder.rates().present()).isEqualTo(40);
            assertThat(louder.rates().mean()).isEqualTo(2);
            assertThat(louder.rates().highest()).isEqualTo(3);
            assertThat(louder.chance().orElse(1)).isEqualTo(0.01);
            assertThat(report.louder().judged()).isEqualTo(4);
            FamilyDetails details =
                    stored.details(sinceHours(1), report.changes()).get(2);
            assertThat(loud.family().firstSeen()).isEqualTo(hoursAgo(110).plusSeconds(90));
            assertThat(details.lastSeen()).isEqualTo(ago(Duration.ofMinutes(30)));
            assertThat(details.hosts()).containsExactly("web-1");
            assertThat(details.releases()).containsExactly("1.0.0");
            assertThat(details.example()).isEqualTo("will be loud 42");
        }
    }

    /** Tests more families than are read at once, some of them gone. */
    @ParameterizedTest
    @EnumSource
    void details_ofManyFamilies_areEachOfItsOwn(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        List<String> expected = new ArrayList<>();
        try (StoredLog log = new StoredLog(url)) {
            addBaseline(log);
            for (int i = 44; i >= 0; i--) {
                String template = "new " + "abcdefghi".charAt(i / 5) + "klmno".charAt(i % 5) + " {}";
                StoredLog.Runner process = process(10 + i, "production", i % 2 == 0 ? "1.0.0" : "1.1.0");
                Instant last = ago(Duration.ofMinutes(2)).minusSeconds(i);
                log.log(hoursAgo(1), process, event(Level.ERROR, template), 1);
                log.log(last, process, event(Level.ERROR, template), 1 + i);
                expected.add(String.join(
                        "|",
                        template,
                        "" + (2 + i),
                        "" + last,
                        "[web-" + (10 + i) + "]",
                        "[" + process.info().release() + "]",
                        template.replace("{}", "42")));
            }
            log.store();
            log.label();
        }
        ChangeQuery query = new ChangeQuery(new ChangeQuery.Filter("shop", null, null), hoursAgo(1), NOW, null, WEEK);

        try (StoredChanges stored = StoredChanges.open(Databases.target(url))) {
            List<Change> changes = stored.changes(query).changes();
            List<FamilyDetails> details = stored.details(query, changes);
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < changes.size(); i++) {
                FamilyDetails each = details.get(i);
                lines.add(changes.get(i).family().info().template() + "|" + each.repeats() + "|" + each.lastSeen() + "|"
                        + each.hosts() + "|" + each.releases() + "|" + each.example());
            }
            expected.add("was steady {}|10|" + hoursAgo(2).plusSeconds(90) + "|[web-1]|[1.0.0]|was steady 42");
            assertThat(lines).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void changes_betweenTimesInThePast_doNotSeeWhatCameLater(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        try (StoredLog log = new StoredLog(url)) {
            addBaseline(log);
            log.log(hoursAgo(5), OLD, event(Level.ERROR, "came {}"), 5);
            log.log(hoursAgo(1), OLD, event(Level.ERROR, "came {}"), 7);
            log.log(hoursAgo(1), OLD, event(Level.ERROR, "later {}"), 7);
            log.store();
        }

        assertThat(changes(url, new ChangeQuery(ALL, hoursAgo(6), hoursAgo(4), null, WEEK)))
                .containsExactly("new|came {}|5");
        assertThat(changes(url, new ChangeQuery(ALL, hoursAgo(4), hoursAgo(2), null, Duration.ofHours(5))))
                .isEmpty();
        assertThat(changes(url, new ChangeQuery(ALL, hoursAgo(1), NOW, null, Duration.ofHours(3))))
                .contains("new|later {}|7", "back|came {}|7");
    }

    /** Tests a release on one process of two: its events are judged by its own process-hours. */
    @ParameterizedTest
    @EnumSource
    void changes_ofARelease_areThoseOfItsProcesses(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        Instant start = NOW.minus(Duration.ofMinutes(40));
        try (StoredLog log = new StoredLog(url)) {
            log.run(process(3, "production", "0.9.0"), hoursAgo(220), hoursAgo(205));
            log.log(hoursAgo(210), process(3, "production", "0.9.0"), event(Level.WARN, "of old {}"), 3);
            log.log(hoursAgo(210), process(3, "production", "0.9.0"), event(Level.WARN, "in all {}"), 3);
            addBaseline(log);
            log.log(hoursAgo(100), OLD, event(Level.WARN, "in all {}"), 3);
            for (int minute = 24 * 60; minute > 40; minute -= 10) {
                log.log(ago(Duration.ofMinutes(minute)), OLD, event(Level.INFO, "of a minute {}"), 1);
            }
            log.run(CANARY, start, NOW);
            Instant later = start.plusSeconds(600);
            log.log(later, CANARY, event(Level.ERROR, "of the release {}"), 5);
            log.log(later.plusSeconds(1), OLD, event(Level.ERROR, "of the release {}"), 100);
            log.log(later, OLD, event(Level.ERROR, "of both {}"), 7);
            log.log(later.plusSeconds(1), CANARY, event(Level.ERROR, "of both {}"), 7);
            log.log(later, CANARY, event(Level.WARN, "of old {}"), 2);
            log.log(later, CANARY, event(Level.WARN, "in all {}"), 1);
            log.log(later, CANARY, event(Level.INFO, "of a minute {}"), 20);
            log.store();
            log.label();
        }

        assertThat(changes(url, sinceRelease(url, "1.1.0")))
                .containsExactly("new|of the release {}|5", "back|of old {}|2", "louder|of a minute {}|20");
        assertThat(changes(url, sinceRelease(url, "0.9.0")))
                .as("the first release")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void changes_ofAReleaseThatRunsInAnotherEnvironmentToo_areOfEachEnvironment(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        StoredLog.Runner before = process(5, "staging", "1.0.0");
        StoredLog.Runner staging = process(6, "staging", "1.1.0");
        try (StoredLog log = new StoredLog(url)) {
            log.run(before, hoursAgo(50), hoursAgo(21));
            log.run(staging, hoursAgo(20), NOW);
            log.run(OLD, hoursAgo(50), NOW);
            log.run(CANARY, hoursAgo(1), NOW);
            log.log(hoursAgo(19), staging, event(Level.ERROR, "fails {}"), 3);
            log.log(hoursAgo(1), CANARY, event(Level.ERROR, "fails {}"), 2);
            log.store();
            log.label();
        }
        try (StoredChanges stored = StoredChanges.open(Databases.target(url))) {
            List<ChangeQuery> queries = ReleasePeriods.of(stored.releases(null, null), null, null, NOW);
            assertThat(queries)
                    .extracting(each -> each.filter().environment())
                    .containsExactlyInAnyOrder("production", "staging");
        }
        ChangeQuery.Filter production = new ChangeQuery.Filter("shop", "production", Level.ERROR);

        assertThat(changes(url, new ChangeQuery(production, hoursAgo(2), NOW, null, WEEK)))
                .containsExactly("new|fails {}|2");
        assertThat(changes(url, sinceHours(2))).as("known in staging").isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void textsOfAPlaceThatVaries_areNewWithTheirPlaceAlone(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        try (StoredLog log = new StoredLog(url)) {
            log.run(OLD, hoursAgo(50), NOW);
            for (String user : List.of("ann", "bob", "eve")) {
                log.log(hoursAgo(20), OLD, event(Level.WARN, user + " is gone"), 1);
                log.log(hoursAgo(1), OLD, event(Level.WARN, user + " was quite new"), 1);
            }
            log.log(hoursAgo(20), OLD, event(Level.WARN, "eve is gone"), new StoredLog.Count(50, Flag.VARYING));
            log.log(hoursAgo(1), OLD, event(Level.WARN, "eve was quite new"), new StoredLog.Count(50, Flag.VARYING));
            log.log(hoursAgo(1), OLD, event(Level.WARN, "joe is gone"), 1);
            log.store();

            for (int round = 0; round < 2; round++) {
                try (StoredChanges stored = StoredChanges.open(Databases.target(url))) {
                    List<Change> changes = stored.changes(sinceHours(2)).changes();
                    assertThat(changes).hasSize(1);
                    assertThat(changes.get(0).family().info().isPlace()).isTrue();
                    assertThat(changes.get(0).family().texts()).isEqualTo(3);
                    assertThat(changes.get(0).repeats()).isEqualTo(53);
                }
                log.label();
            }
        }
    }

    /** Tests another statement in a method whose texts have varied once. */
    @ParameterizedTest
    @EnumSource
    void statementBesideOneThatVaries_isNew(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        LogEvent varying = event(Level.WARN, "ann is gone");
        SourceLocation place = Objects.requireNonNull(varying.location());
        SourceLocation below =
                new SourceLocation(place.className(), place.methodName(), place.fileName(), place.lineNumber() + 3);
        try (StoredLog log = new StoredLog(url)) {
            log.run(OLD, hoursAgo(50), NOW);
            log.log(hoursAgo(20), OLD, varying, new StoredLog.Count(50, Flag.VARYING));
            log.log(hoursAgo(1), OLD, event(Level.WARN, "bob is gone"), 1);
            LogEvent other = varying.toBuilder()
                    .template("card of {}")
                    .message("card of 42")
                    .build();
            log.log(hoursAgo(1), OLD, other, 2);
            LogEvent constant = varying.toBuilder()
                    .template("charged twice")
                    .message("charged twice")
                    .location(below)
                    .build();
            log.log(hoursAgo(1), OLD, constant, 3);
            log.store();
            log.label();
        }

        assertThat(changes(url, sinceHours(2))).containsExactly("new|charged twice|3", "new|card of {}|2");
    }

    /** Tests a release after one that was rolled back: what the release before that has logged all the time is not back. */
    @ParameterizedTest
    @EnumSource
    void releaseAfterARollback_hasNothingBackThatWasThereAllTheTime(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        StoredLog.Runner again = process(4, "production", "1.0.0");
        StoredLog.Runner third = process(5, "production", "1.1.1");
        try (StoredLog log = new StoredLog(url)) {
            log.run(OLD, hoursAgo(30), hoursAgo(5));
            log.run(CANARY, hoursAgo(5), hoursAgo(5).plusSeconds(60));
            log.run(again, hoursAgo(5).plusSeconds(90), hoursAgo(1));
            log.run(third, hoursAgo(1), NOW);
            for (int hour = 30; hour > 1; hour--) {
                log.log(hoursAgo(hour).plusSeconds(120), hour > 5 ? OLD : again, event(Level.ERROR, "fails {}"), 9);
            }
            log.log(ago(Duration.ofMinutes(30)), third, event(Level.ERROR, "fails {}"), 5);
            log.store();
            log.label();
        }

        assertThat(changes(url, sinceRelease(url, "1.1.1"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void firstSeen_afterTheEndOfThePeriod_isNotNew(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        Instant end = NOW.minusSeconds(50);
        try (StoredLog log = new StoredLog(url)) {
            log.run(OLD, hoursAgo(50), NOW);
            log.log(end.minusSeconds(1), OLD, event(Level.INFO, "before {}"), 1);
            log.log(end, OLD, event(Level.INFO, "after {}"), 1);
            log.store();
        }

        assertThat(changes(url, new ChangeQuery(ALL, hoursAgo(1), end, null, WEEK)))
                .containsExactly("new|before {}|1");
    }

    /** Tests groups whose families were made by earlier rules. */
    @ParameterizedTest
    @EnumSource
    void newRules_makeNothingNew(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        try (StoredLog log = new StoredLog(url)) {
            addBaseline(log);
            log.store();
            log.label();
            List<String> families = Sql.rows(url, "SELECT * FROM families ORDER BY family_id");
            List<String> seen = Sql.rows(url, "SELECT * FROM family_seen ORDER BY 1, 2, 3");
            List<String> before = changes(url, sinceHours(1));

            Sql.execute(url, "UPDATE families SET rules = 0, family_id = concat('x', substr(family_id, 2))");
            Sql.execute(url, "UPDATE groups SET family_rules = 0, family_id = concat('x', substr(family_id, 2))");
            assertThat(changes(url, sinceHours(1))).isEqualTo(before);
            log.label();

            assertThat(changes(url, sinceHours(1))).isEqualTo(before);
            assertThat(Sql.rows(url, "SELECT * FROM families WHERE rules > 0 ORDER BY family_id"))
                    .isEqualTo(families);
            assertThat(Sql.rows(url, "SELECT * FROM family_seen ORDER BY 1, 2, 3"))
                    .isEqualTo(seen);
            assertThat(Sql.number(url, "SELECT sum(repeats) FROM family_hours"))
                    .isEqualTo(Sql.number(url, "SELECT sum(repeats) FROM events"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void groupsWithoutTheirEvent_haveNoFamilyUntilItComes(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        try (StoredLog log = new StoredLog(url)) {
            log.run(OLD, hoursAgo(50), NOW);
            log.log(hoursAgo(1), OLD, event(Level.WARN, "late {}"), new StoredLog.Count(3, Flag.NO_PAYLOAD));
            log.store();
            log.label();
            try (StoredChanges stored = StoredChanges.open(Databases.target(url))) {
                assertThat(stored.changes(sinceHours(2)).changes()).isEmpty();
                assertThat(stored.changes(sinceHours(2)).missing()).isEqualTo(new ChangeReport.Missing(1, 0));
            }
            assertThat(Sql.number(url, "SELECT count(*) FROM groups WHERE family_id IS NULL"))
                    .isEqualTo(1);

            Sql.execute(url, "UPDATE groups SET flag = '', template = 'late {}', message = 'late 1', family_rules = 0");
            log.label();
            assertThat(changes(url, sinceHours(2))).containsExactly("new|late {}|3");
        }
    }

    /** Tests a release whose only process lived for less than a second: what is rare is not gone, what is frequent is. */
    @ParameterizedTest
    @EnumSource
    void releaseOfAMoment_hasOnlyLostWhatIsFrequent(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        Instant start = NOW.minusSeconds(30);
        try (StoredLog log = new StoredLog(url)) {
            log.run(OLD, hoursAgo(3), NOW);
            for (int minute = 170; minute > 1; minute--) {
                log.log(ago(Duration.ofMinutes(minute)), OLD, event(Level.INFO, "rare {}"), 1);
                log.log(ago(Duration.ofMinutes(minute)), OLD, event(Level.INFO, "frequent {}"), 1_000);
            }
            log.sign(CANARY, ProcessSign.Kind.START, start);
            log.sign(CANARY, ProcessSign.Kind.END, start);
            log.store();
        }

        assertThat(changes(url, sinceRelease(url, "1.1.0"))).containsExactly("gone|frequent {}|0");
    }

    @ParameterizedTest
    @EnumSource
    void baseline_ofTenMinutes_judgesNothing(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        try (StoredLog log = new StoredLog(url)) {
            log.run(OLD, ago(Duration.ofMinutes(70)), NOW);
            log.log(ago(Duration.ofMinutes(69)), OLD, event(Level.INFO, "steady {}"), 1);
            log.log(ago(Duration.ofMinutes(9)), OLD, event(Level.INFO, "steady {}"), 1_000);
            log.store();
        }
        try (StoredChanges stored = StoredChanges.open(Databases.target(url))) {
            ChangeReport report = stored.changes(sinceHours(1));
            assertThat(report.changes()).isEmpty();
            assertThat(report.baseline().starts()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void processThatEnded_isNotCountedAnyMore(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        try (StoredLog log = new StoredLog(url)) {
            addBaseline(log);
            log.sign(OLD, ProcessSign.Kind.END, ago(Duration.ofMinutes(90)));
            log.store();
        }

        assertThat(changes(url, sinceHours(1)))
                .as("nothing is gone from an application that does not run")
                .noneMatch(line -> line.startsWith("gone"));
    }
}
