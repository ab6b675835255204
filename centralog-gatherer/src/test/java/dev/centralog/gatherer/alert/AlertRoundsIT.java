// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.alert;

import static dev.centralog.gatherer.alert.AlertFixture.START;
import static dev.centralog.gatherer.alert.AlertFixture.WEB;
import static dev.centralog.gatherer.stored.StoredLog.event;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of what is told, where statements differ on each database. */
class AlertRoundsIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final StoredLog.Runner NEXT = StoredLog.process(2, "production", "1.1.0");
    private static final StoredLog.Runner STAGING = StoredLog.process(3, "staging", "1.1.0");

    @TempDir
    Path directory = Path.of("");

    private AlertFixture fixture(Kind kind) {
        return new AlertFixture(Databases.shared().empty(kind, directory));
    }

    /** Logs an error now. */
    private static void fail(AlertFixture fixture, StoredLog.Runner process, String template) {
        fixture.log.log(fixture.now(), process, event(Level.ERROR, template), 3);
        fixture.store();
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void round_newFamilyOfTheLevel_isToldOnceWithAllThatIsKnown(Kind kind) {
        try (AlertFixture fixture = fixture(kind)) {
            fixture.set("pageUrl", "https://logs.example.com/").set("webhookSecret", "0123456789abcdef");
            AlertFixture.Gatherer gatherer = fixture.gatherer();
            gatherer.round();
            fixture.log.log(fixture.now(), WEB, event(Level.WARN, "stock of {} is low"), 3);
            fail(fixture, WEB, "order {} failed");
            fixture.rounds(gatherer, Duration.ofMinutes(90));

            assertThat(fixture.hook.lines()).containsExactly("alert: new ERROR order {} failed");
            JsonNode body = fixture.hook.bodies().get(0);
            assertThat(body.path("version").asInt()).isEqualTo(1);
            assertThat(body.path("count").asInt()).isEqualTo(1);
            assertThat(body.path("more").asInt()).isZero();
            JsonNode alert = body.path("alerts").path(0);
            assertThat(alert.path("app").asText()).isEqualTo("shop");
            assertThat(alert.path("environment").asText()).isEqualTo("production");
            assertThat(alert.path("release").asText()).isEqualTo("1.0.0");
            assertThat(alert.path("logger").asText()).isEqualTo("com.example.Shop");
            assertThat(alert.path("repeats").asLong()).isEqualTo(3);
            assertThat(Instant.parse(alert.path("first_seen").asText())).isEqualTo(START);
            assertThat(alert.path("hosts").path(0).asText()).isEqualTo("web-1");
            assertThat(alert.path("url").asText())
                    .isEqualTo("https://logs.example.com/family/"
                            + alert.path("family").asText());
            assertThat(fixture.hook.received().get(0).headers())
                    .containsEntry("X-Centralog-Id", body.path("id").asText())
                    .containsKey("X-Centralog-Signature");
            assertThat(fixture.said).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void round_whatThereWasAtTheFirstLook_isNotTold(Kind kind) {
        try (AlertFixture fixture = fixture(kind)) {
            fail(fixture, WEB, "order {} failed");
            AlertFixture.Gatherer gatherer = fixture.gatherer();
            gatherer.round();
            // Logged before, but stored after the first look.
            fixture.log.log(START.minusSeconds(600), WEB, event(Level.ERROR, "payment {} failed"), 1);
            fixture.store();
            fixture.rounds(gatherer, Duration.ofHours(3));

            assertThat(fixture.hook.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void round_backAfterAWeek_isTold(Kind kind) {
        try (AlertFixture fixture = fixture(kind)) {
            fixture.log.log(START.minus(Duration.ofDays(9)), WEB, event(Level.ERROR, "order {} failed"), 1);
            fixture.store();
            AlertFixture.Gatherer gatherer = fixture.gatherer();
            gatherer.round();
            fixture.pass(MINUTE);
            fail(fixture, WEB, "order {} failed");
            fail(fixture, NEXT, "order {} failed");
            fixture.rounds(gatherer, Duration.ofHours(2));

            assertThat(fixture.hook.lines()).containsExactly("alert: back ERROR order {} failed");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void round_resolvedFamilyInANewerRelease_isToldAsRegressed(Kind kind) {
        try (AlertFixture fixture = fixture(kind)) {
            AlertFixture.Gatherer gatherer = decided(fixture, TriageAction.RESOLVE);
            fail(fixture, NEXT, "order {} failed");
            fixture.rounds(gatherer, Duration.ofHours(2));

            assertThat(fixture.hook.lines()).containsExactly("alert: regressed ERROR order {} failed");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void round_mutedFamilyThatIsBack_isNotTold(Kind kind) {
        try (AlertFixture fixture = fixture(kind)) {
            AlertFixture.Gatherer gatherer = decided(fixture, TriageAction.MUTE);
            fail(fixture, NEXT, "order {} failed");
            fail(fixture, NEXT, "payment {} failed");
            fixture.rounds(gatherer, Duration.ofHours(2));

            assertThat(fixture.hook.lines()).containsExactly("alert: new ERROR payment {} failed");
        }
    }

    /** Logs an error nine days ago, decides on its family, and starts the next release. */
    private static AlertFixture.Gatherer decided(AlertFixture fixture, TriageAction action) {
        fixture.log.run(WEB, START.minus(Duration.ofDays(9)), START);
        fixture.log.log(START.minus(Duration.ofDays(9)), WEB, event(Level.ERROR, "order {} failed"), 1);
        fixture.store();
        AlertFixture.Gatherer gatherer = fixture.gatherer();
        gatherer.round();
        String family = Sql.rows(fixture.url(), "SELECT DISTINCT family_id FROM families")
                .get(0);
        Decisions.store(
                Databases.target(fixture.url()), family, new Decision(action, null, null, "ann", fixture.now()));
        fixture.pass(MINUTE);
        fixture.log.run(NEXT, fixture.now(), fixture.now().plus(Duration.ofHours(3)));
        return gatherer;
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void round_louder_isToldOncePerRelease(Kind kind) {
        try (AlertFixture fixture = fixture(kind)) {
            fixture.log.run(WEB, START.minus(Duration.ofDays(6)), START.plus(Duration.ofHours(9)));
            for (int hour = 120; hour > 0; hour--) {
                Instant time = START.minus(Duration.ofHours(hour)).plusSeconds(300);
                fixture.log.log(time, WEB, event(Level.ERROR, "order {} failed"), 2);
            }
            fixture.store();
            AlertFixture.Gatherer gatherer = fixture.gatherer();
            gatherer.round();
            fixture.pass(Duration.ofMinutes(20));
            fixture.log.log(fixture.now(), WEB, event(Level.ERROR, "order {} failed"), 400);
            fixture.store();
            fixture.rounds(gatherer, Duration.ofHours(3));
            assertThat(fixture.hook.lines()).containsExactly("alert: louder ERROR order {} failed");
            JsonNode alert = fixture.hook.bodies().get(0).path("alerts").path(0);
            assertThat(alert.path("per_process_hour").asDouble())
                    .isGreaterThan(3 * alert.path("mean").asDouble());
            assertThat(alert.path("periods").asInt()).isEqualTo(99);

            fixture.log.log(fixture.now(), WEB, event(Level.ERROR, "order {} failed"), 900);
            fixture.store();
            fixture.rounds(gatherer, MINUTE);
            assertThat(fixture.hook.received()).hasSize(1);

            fixture.log.run(NEXT, fixture.now(), fixture.now().plus(Duration.ofHours(3)));
            fixture.log.log(fixture.now(), NEXT, event(Level.ERROR, "order {} failed"), 5000);
            fixture.store();
            fixture.rounds(gatherer, Duration.ofMinutes(5));
            assertThat(fixture.hook.bodies()).hasSize(2);
            assertThat(fixture.hook
                            .bodies()
                            .get(1)
                            .path("alerts")
                            .path(0)
                            .path("release")
                            .asText())
                    .isEqualTo("1.1.0");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void round_newOneThatGetsLouder_isNotToldAgain(Kind kind) {
        try (AlertFixture fixture = fixture(kind)) {
            fixture.log.run(WEB, START.minus(Duration.ofDays(6)), START.plus(Duration.ofHours(9)));
            for (int hour = 120; hour > 0; hour--) {
                fixture.log.log(START.minus(Duration.ofHours(hour)), WEB, event(Level.ERROR, "old"), 1);
            }
            fixture.store();
            AlertFixture.Gatherer gatherer = fixture.gatherer();
            gatherer.round();
            fail(fixture, WEB, "order {} failed");
            fixture.rounds(gatherer, Duration.ofHours(1));
            for (int hour = 1; hour < 4; hour++) {
                fixture.log.log(fixture.now(), WEB, event(Level.ERROR, "order {} failed"), 100L * hour);
                fixture.store();
                fixture.rounds(gatherer, Duration.ofHours(1));
            }

            assertThat(fixture.hook.lines()).containsExactly("alert: new ERROR order {} failed");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void round_sameFamilyInAnotherEnvironment_isToldThereToo(Kind kind) {
        try (AlertFixture fixture = fixture(kind)) {
            AlertFixture.Gatherer gatherer = fixture.gatherer();
            gatherer.round();
            fail(fixture, STAGING, "order {} failed");
            fixture.rounds(gatherer, MINUTE);
            fail(fixture, WEB, "order {} failed");
            fixture.rounds(gatherer, MINUTE);

            assertThat(fixture.hook.bodies())
                    .extracting(each ->
                            each.path("alerts").path(0).path("environment").asText())
                    .containsExactly("staging", "production");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void round_manyAtOnce_areOneDigest(Kind kind) {
        try (AlertFixture fixture = fixture(kind)) {
            AlertFixture.Gatherer gatherer = fixture.gatherer();
            gatherer.round();
            for (int i = 0; i < 30; i++) {
                fixture.log.log(fixture.now(), WEB, event(Level.ERROR, "step " + "x".repeat(i + 1) + " failed"), i + 1);
            }
            fixture.log.log(fixture.now(), WEB, event(Level.FATAL, "out of memory"), 1);
            fixture.store();
            fixture.rounds(gatherer, Duration.ofHours(2));

            assertThat(fixture.hook.bodies()).hasSize(1);
            JsonNode digest = fixture.hook.bodies().get(0);
            assertThat(digest.path("type").asText()).isEqualTo("digest");
            assertThat(digest.path("count").asInt()).isEqualTo(31);
            assertThat(digest.path("alerts")).hasSize(20);
            assertThat(digest.path("more").asInt()).isEqualTo(11);
            assertThat(digest.path("alerts").path(0).path("level").asText()).isEqualTo("FATAL");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void round_storedLate_isToldInADigestOnly(Kind kind) {
        try (AlertFixture fixture = fixture(kind)) {
            AlertFixture.Gatherer first = fixture.gatherer();
            first.round();
            first.close();
            fixture.pass(Duration.ofHours(6));
            // Five hours were waiting in Redis; the first of them are stored by now.
            Instant late = START.plus(Duration.ofHours(2));
            fixture.log.log(late, WEB, event(Level.ERROR, "order {} failed"), 7);
            fixture.store();
            complete(fixture, late.plusSeconds(60));
            AlertFixture.Gatherer second = fixture.gatherer();
            fixture.rounds(second, MINUTE);
            complete(fixture, fixture.now());
            fixture.rounds(second, Duration.ofHours(2));

            assertThat(fixture.hook.lines()).containsExactly("digest: new ERROR order {} failed");
        }
    }

    private static void complete(AlertFixture fixture, Instant upTo) {
        String text = upTo.toString().replace("Z", "");
        Sql.executeAll(
                fixture.url(),
                List.of(
                        "DELETE FROM complete_up_to",
                        "INSERT INTO complete_up_to VALUES ('events', 'c0ffee', '" + text + "')"));
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void round_twoGatherers_oneTellsAndTheOtherTakesOver(Kind kind) {
        try (AlertFixture fixture = fixture(kind)) {
            AlertFixture.Gatherer one = fixture.gatherer();
            AlertFixture.Gatherer other = fixture.gatherer();
            one.round();
            other.round();
            fail(fixture, WEB, "order {} failed");
            fixture.pass(MINUTE.minusSeconds(1));
            one.round();
            other.round();
            fixture.pass(Duration.ofSeconds(2));
            one.round();
            other.round();
            assertThat(fixture.hook.received()).hasSize(1);

            one.kill();
            fail(fixture, WEB, "payment {} failed");
            fixture.pass(Duration.ofSeconds(30));
            other.round();
            assertThat(fixture.hook.received()).hasSize(1);
            fixture.rounds(other, Duration.ofMinutes(3));

            assertThat(fixture.hook.lines())
                    .containsExactly("alert: new ERROR order {} failed", "alert: new ERROR payment {} failed");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void round_afterAMonth_theSameIsToldAgain(Kind kind) {
        try (AlertFixture fixture = fixture(kind)) {
            AlertFixture.Gatherer gatherer = fixture.gatherer();
            gatherer.round();
            fail(fixture, WEB, "order {} failed");
            fixture.rounds(gatherer, MINUTE);
            for (int day : new int[] {20, 20}) {
                fixture.pass(Duration.ofDays(day));
                gatherer.round();
                fail(fixture, WEB, "order {} failed");
                fixture.rounds(gatherer, MINUTE);
            }

            assertThat(fixture.hook.lines())
                    .containsExactly(
                            "alert: new ERROR order {} failed",
                            "alert: back ERROR order {} failed"); // the second time it was back within a month
            fixture.pass(Duration.ofDays(31));
            gatherer.round();
            fail(fixture, WEB, "order {} failed");
            fixture.rounds(gatherer, MINUTE);
            assertThat(fixture.hook.received()).hasSize(3);
            assertThat(Sql.number(fixture.url(), "SELECT count(*) FROM alerts")).isEqualTo(1);
            assertThat(Sql.number(fixture.url(), "SELECT count(*) FROM alert_messages"))
                    .isEqualTo(1);
        }
    }
}
