// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import static dev.centralog.gatherer.stored.StoredLog.event;
import static dev.centralog.gatherer.stored.StoredLog.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.Level;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.gatherer.triage.Decision;
import dev.centralog.gatherer.triage.FamilyTriage;
import dev.centralog.gatherer.triage.Triage;
import dev.centralog.gatherer.triage.TriageAction;
import dev.centralog.gatherer.triage.TriageState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of decisions on families, and of when one that is resolved has come back, on each database. */
class StoredTriageIT {
    private static final Instant NOW = Instant.parse("2026-02-10T14:00:00Z");
    private static final String TEMPLATE = "order {} failed";
    private static final StoredLog.Runner OLD = process(1, "production", "1.0.0");
    private static final StoredLog.Runner NEXT = process(2, "production", "1.1.0");
    private static final StoredLog.Runner LAST = process(3, "staging", "1.2.0");

    private String url = "";

    @TempDir
    Path directory = Path.of("");

    private static Instant minutesAgo(int minutes) {
        return NOW.minus(Duration.ofMinutes(minutes));
    }

    /** Makes a store in which three releases run, the second one since 100 minutes, and only the first one has logged the error. */
    private StoredLog stored(Kind kind) {
        url = Databases.shared().empty(kind, directory);
        StoredLog log = new StoredLog(url);
        log.run(OLD, minutesAgo(200), NOW);
        log.run(NEXT, minutesAgo(100), NOW);
        log.run(LAST, minutesAgo(50), NOW);
        log.log(minutesAgo(190), OLD, event(Level.ERROR, TEMPLATE), 3);
        log.store();
        log.label();
        return log;
    }

    private String family() {
        return Sql.rows(url, "SELECT family_id FROM families WHERE template = '" + TEMPLATE + "' AND is_place = 0")
                .get(0);
    }

    private void decide(Decision decision) {
        Decisions.store(Databases.target(url), family(), decision);
    }

    private void resolve(@Nullable String inRelease, int minutesAgo) {
        decide(new Decision(TriageAction.RESOLVE, inRelease, null, "ann", minutesAgo(minutesAgo)));
    }

    private @Nullable FamilyTriage triage(String family) {
        try (StoredGroups groups = StoredGroups.open(Databases.target(url))) {
            return groups.triage().of(family);
        }
    }

    private FamilyTriage triage() {
        return Objects.requireNonNull(triage(family()));
    }

    /** Returns where the family was seen again, as {@code environment release}. */
    private List<String> comebacks() {
        return triage().comebacks().stream()
                .map(each -> each.environment() + " " + each.release())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void decisions_areTheLastWordAndAHistory(Kind kind) {
        stored(kind).close();
        assertThat(triage(family())).isNull();
        Instant at = minutesAgo(9).plusNanos(123_456_000);
        String evil = "a'\\\"\u001b\u202e\u0000%_<b>\n\ud83d\ude00\ud83d";

        decide(new Decision(TriageAction.RESOLVE, "1.1.0", evil, "ann", at));

        String storable = evil.replace('\u0000', '\ufffd').replaceAll("\ud83d$", "\ufffd");
        assertThat(triage().decided()).isEqualTo(new Triage(TriageState.RESOLVED, "1.1.0", storable, "ann", at));
        decide(Decision.of(TriageAction.MUTE, "bob", at.plusSeconds(1)));
        assertThat(triage().decided())
                .as("the note stays, the release does not")
                .isEqualTo(new Triage(TriageState.MUTED, null, storable, "bob", at.plusSeconds(1)));
        decide(new Decision(TriageAction.NOTE, null, "other", "eve", at.plusSeconds(2)));
        assertThat(triage().decided())
                .as("who has decided when stays")
                .isEqualTo(new Triage(TriageState.MUTED, null, "other", "bob", at.plusSeconds(1)));
        decide(new Decision(TriageAction.REOPEN, null, "", "eve", at.plusSeconds(3)));
        assertThat(triage().decided()).isEqualTo(new Triage(TriageState.OPEN, null, null, "eve", at.plusSeconds(3)));
        decide(new Decision(TriageAction.NOTE, null, "again", "bob", at.plusSeconds(4)));
        assertThat(triage().decided()).isEqualTo(new Triage(TriageState.OPEN, null, "again", "bob", at.plusSeconds(4)));

        try (StoredGroups groups = StoredGroups.open(Databases.target(url))) {
            assertThat(groups.triage().history(family()))
                    .extracting(each -> each.action() + " " + each.by() + " " + each.note())
                    .containsExactly(
                            "NOTE bob again",
                            "REOPEN eve ",
                            "NOTE eve other",
                            "MUTE bob null",
                            "RESOLVE ann " + storable);
            assertThat(groups.triage().decided()).as("it is open").isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void resolved_inANewerRelease_hasComeBack(Kind kind) {
        try (StoredLog log = stored(kind)) {
            resolve("1.0.0", 20);
            log.log(minutesAgo(10), OLD, event(Level.ERROR, TEMPLATE), 7);
            log.store();
            assertThat(comebacks()).as("an older release still runs").isEmpty();

            log.log(minutesAgo(9), NEXT, event(Level.ERROR, TEMPLATE), 1);
            log.log(minutesAgo(8), LAST, event(Level.ERROR, TEMPLATE), 1);
            log.store();
            assertThat(comebacks()).as("the group of staging has no family yet").containsExactly("production 1.1.0");
            log.label();
            assertThat(comebacks()).containsExactly("production 1.1.0", "staging 1.2.0");
            assertThat(triage().comebacks().get(0).first()).isEqualTo(minutesAgo(9));

            resolve("1.1.0", 5);
            assertThat(comebacks()).as("nothing after the last decision").isEmpty();
            log.log(minutesAgo(4), NEXT, event(Level.ERROR, TEMPLATE), 1);
            log.store();
            assertThat(comebacks()).isEmpty();
            log.log(minutesAgo(3), LAST, event(Level.ERROR, TEMPLATE), 1);
            log.store();
            assertThat(comebacks()).containsExactly("staging 1.2.0");
            decide(Decision.of(TriageAction.REOPEN, "ann", minutesAgo(2)));
            assertThat(comebacks()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void resolved_withoutARelease_comesBackInOneThatBeginsLater(Kind kind) {
        try (StoredLog log = stored(kind)) {
            resolve(null, 30);
            StoredLog.Runner later = process(4, "production", "1.3.0");
            log.run(later, minutesAgo(20), NOW);
            log.log(minutesAgo(10), NEXT, event(Level.ERROR, TEMPLATE), 1);
            log.store();
            assertThat(comebacks()).isEmpty();

            log.log(minutesAgo(9), later, event(Level.ERROR, TEMPLATE), 1);
            log.store();
            assertThat(comebacks()).containsExactly("production 1.3.0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void resolved_inAReleaseToCome_comesBackInThatItself(Kind kind) {
        try (StoredLog log = stored(kind)) {
            resolve("1.3.0", 30);
            log.log(minutesAgo(25), NEXT, event(Level.ERROR, TEMPLATE), 1);
            log.store();
            assertThat(comebacks()).isEmpty();

            StoredLog.Runner later = process(4, "production", "1.3.0");
            log.run(later, minutesAgo(20), NOW);
            log.log(minutesAgo(9), later, event(Level.ERROR, TEMPLATE), 1);
            log.store();
            assertThat(comebacks()).containsExactly("production 1.3.0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void resolved_inAnApplicationWithoutReleases_comesBackAtAnyTime(Kind kind) {
        url = Databases.shared().empty(kind, directory);
        StoredLog.Runner plain = process(1, "", "");
        try (StoredLog log = new StoredLog(url)) {
            log.run(plain, minutesAgo(200), NOW);
            log.log(minutesAgo(190), plain, event(Level.ERROR, TEMPLATE), 3);
            log.store();
            log.label();
            resolve(null, 20);
            assertThat(comebacks()).isEmpty();

            log.log(minutesAgo(19), plain, event(Level.ERROR, TEMPLATE), 1);
            log.store();
            assertThat(comebacks()).containsExactly(" ");
        }
    }

    /** Tests releases whose processes are deleted already, as they have ended long ago. */
    @ParameterizedTest
    @EnumSource
    void resolved_afterSignsOfLifeAreDeleted_knowsTheOrderByFirstEvents(Kind kind) {
        try (StoredLog log = stored(kind)) {
            log.log(minutesAgo(199), OLD, event(Level.INFO, "started {}"), 1);
            log.log(minutesAgo(99), NEXT, event(Level.INFO, "started {}"), 1);
            log.store();
            resolve("1.1.0", 20);
            log.log(minutesAgo(10), OLD, event(Level.ERROR, TEMPLATE), 1);
            log.log(minutesAgo(9), LAST, event(Level.ERROR, TEMPLATE), 1);
            log.store();
            log.label();

            Sql.execute(url, "DELETE FROM processes WHERE id IN ('0000000000000001', '0000000000000002')");
            assertThat(comebacks()).containsExactly("staging 1.2.0");
            Sql.execute(url, "DELETE FROM processes");
            assertThat(comebacks()).containsExactly("staging 1.2.0");
        }
    }

    /** Tests a statement that puts its texts together: what is decided on the place holds for its texts. */
    @ParameterizedTest
    @EnumSource
    void decision_onAPlace_holdsForItsTextsUnlessTheyHaveTheirOwn(Kind kind) {
        try (StoredLog log = stored(kind)) {
            log.log(minutesAgo(180), OLD, event(Level.WARN, "user ann"), new StoredLog.Count(9, Flag.VARYING));
            log.log(minutesAgo(180), OLD, event(Level.WARN, "user bob"), 1);
            log.log(minutesAgo(180), OLD, event(Level.WARN, "user eve"), 1);
            log.store();
            log.label();
            String place = one("is_place = 1");
            String bob = one("template = 'user bob'");
            String eve = one("template = 'user eve'");
            Decisions.store(
                    Databases.target(url),
                    place,
                    new Decision(TriageAction.RESOLVE, "1.0.0", null, "ann", minutesAgo(20)));
            Decisions.store(Databases.target(url), eve, Decision.of(TriageAction.MUTE, "ann", minutesAgo(20)));

            assertThat(label(place)).isEqualTo("resolved");
            assertThat(label(bob)).isEqualTo("resolved");
            assertThat(label(eve)).isEqualTo("muted");
            log.log(minutesAgo(9), NEXT, event(Level.WARN, "user eve"), 1);
            log.store();
            assertThat(label(place)).as("the text has a decision of its own").isEqualTo("resolved");
            log.log(minutesAgo(8), NEXT, event(Level.WARN, "user bob"), 1);
            log.store();
            assertThat(label(place)).isEqualTo("regressed");
            assertThat(label(bob)).isEqualTo("regressed");
            assertThat(label(eve)).isEqualTo("muted");
        }
    }

    private String one(String where) {
        List<String> found = Sql.rows(url, "SELECT family_id FROM families WHERE " + where);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private String label(String family) {
        return Objects.requireNonNull(triage(family)).label();
    }

    /** Tests people who decide at once: each waits, all is in the history, and the last one there is the last word. */
    @ParameterizedTest
    @EnumSource
    void decisions_ofManyAtOnce_areAllKept(Kind kind) throws Exception {
        stored(kind).close();
        String family = family();
        int people = 8;
        CyclicBarrier together = new CyclicBarrier(people);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            String by = "person " + i;
            TriageAction action = i % 2 == 0 ? TriageAction.MUTE : TriageAction.RESOLVE;
            all.add(CompletableFuture.runAsync(() -> {
                try {
                    together.await();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                for (int j = 0; j < 5; j++) {
                    Decisions.store(
                            Databases.target(url), family, new Decision(action, null, by + " " + j, by, minutesAgo(j)));
                }
            }));
        }
        for (CompletableFuture<Void> each : all) {
            each.get();
        }

        try (StoredGroups groups = StoredGroups.open(Databases.target(url))) {
            List<Decision> history = groups.triage().history(family);
            assertThat(history).hasSize(people * 5).extracting(Decision::note).doesNotHaveDuplicates();
            Decision last = history.get(0);
            assertThat(triage().decided())
                    .isEqualTo(new Triage(
                            Objects.requireNonNull(last.action().state()), null, last.note(), last.by(), last.at()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void decision_thatFailsHalfway_isNotThere(Kind kind) {
        stored(kind).close();
        String family = family();
        Sql.execute(url, "DROP TABLE family_decisions"); // its second statement fails

        assertThatThrownBy(() -> decide(Decision.of(TriageAction.MUTE, "ann", NOW)))
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("the decision can't be stored in ");
        assertThat(triage(family)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void of_manyFamilies_isEachOfItsOwn(Kind kind) {
        url = Databases.shared().empty(kind, directory);
        List<String> ids;
        try (StoredLog log = new StoredLog(url)) {
            for (int i = 0; i < 600; i++) {
                log.log(
                        minutesAgo(9),
                        OLD,
                        event(Level.ERROR, "e " + "x".repeat(i % 25 + 1) + "y".repeat(i / 25 + 1)),
                        1);
            }
            log.store();
            log.label();
            ids = Sql.rows(url, "SELECT family_id FROM families ORDER BY family_id");
            assertThat(ids).hasSize(600);
            String time = kind == Kind.POSTGRESQL ? "timestamptz '2026-02-10T13:00:00Z'" : "'2026-02-10T13:00:00'";
            Sql.execute(
                    url,
                    "INSERT INTO family_triage (family_id, state, note, decided_by, decided_at) SELECT family_id,"
                            + " 'resolved', family_id, 'ann', " + time + " FROM families");
        }
        try (StoredGroups groups = StoredGroups.open(Databases.target(url))) {
            Map<String, FamilyTriage> all = groups.triage().of(ids);
            assertThat(all).hasSize(600);
            all.forEach((id, triage) -> assertThat(triage.decided().note()).isEqualTo(id));
            assertThat(groups.triage().decided()).isEqualTo(all);
        }
    }
}
