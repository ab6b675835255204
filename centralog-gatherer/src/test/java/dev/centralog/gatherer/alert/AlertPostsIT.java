// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.alert;

import static dev.centralog.gatherer.alert.AlertFixture.WEB;
import static dev.centralog.gatherer.stored.StoredLog.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centralog.Level;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.sink.Sql;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of messages that can't be posted at once, where statements differ on each database. */
class AlertPostsIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path directory = Path.of("");

    /** Returns a fixture whose gatherer has made its first look. */
    private AlertFixture fixture(Kind kind) {
        AlertFixture fixture = new AlertFixture(Databases.shared().empty(kind, directory));
        AlertFixture.Gatherer first = fixture.gatherer();
        first.round();
        first.close();
        return fixture;
    }

    private static void fail(AlertFixture fixture, String template) {
        fixture.log.log(fixture.now(), WEB, event(Level.ERROR, template), 3);
        fixture.store();
    }

    private static List<String> ids(AlertFixture fixture) {
        return fixture.hook.bodies().stream()
                .map((JsonNode each) -> each.path("id").asText())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void round_receiverFailsForAWhile_isToldWithGrowingPausesAndTheSameId(Kind kind) {
        try (AlertFixture fixture = fixture(kind)) {
            AlertFixture.Gatherer gatherer = fixture.gatherer();
            fixture.hook.reply(503);
            fail(fixture, "order {} failed");
            fixture.rounds(gatherer, Duration.ofHours(2));
            int failed = fixture.hook.received().size();
            // The pauses grow to 15 minutes at most, and at first they are shorter than the time between two rounds.
            assertThat(failed).isBetween(8, 20);
            assertThat(fixture.said)
                    .first()
                    .asString()
                    .startsWith("WARN the webhook http://127.0.0.1:")
                    .contains(" answered 503; the alert is posted again until 2026-02-11T14:41:30Z")
                    .doesNotContain("/hook");

            assertThat(gatherer.stats()).isEqualTo(new AlertStats(0, failed, 0, 1L));
            AlertFixture.Gatherer other = fixture.gatherer();
            other.round();
            assertThat(other.stats()).isEqualTo(new AlertStats(0, 0, 0, null));

            fixture.hook.reply(200);
            fixture.rounds(gatherer, Duration.ofMinutes(20));

            assertThat(gatherer.stats()).isEqualTo(new AlertStats(1, failed, 0, 0L));
            assertThat(fixture.hook.received()).hasSize(failed + 1);
            assertThat(ids(fixture)).containsOnly(ids(fixture).get(0));
            assertThat(fixture.said)
                    .last()
                    .asString()
                    .startsWith("INFO the webhook")
                    .endsWith("takes alerts again");
            fixture.rounds(gatherer, Duration.ofHours(2));
            assertThat(fixture.hook.received()).hasSize(failed + 1);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void round_receiverIsAwayAndComesBack_isToldOfAllByWhoeverGathersThen(Kind kind) {
        try (AlertFixture fixture = fixture(kind)) {
            AlertFixture.Gatherer gatherer = fixture.gatherer();
            fixture.hook.goAway();
            fail(fixture, "order {} failed");
            fixture.rounds(gatherer, Duration.ofMinutes(20));
            fail(fixture, "payment {} failed");
            fixture.rounds(gatherer, Duration.ofMinutes(20));
            gatherer.kill();
            fixture.hook.comeBack();
            AlertFixture.Gatherer restarted = fixture.gatherer();
            fixture.rounds(restarted, Duration.ofMinutes(30));

            assertThat(fixture.hook.lines())
                    .containsExactlyInAnyOrder(
                            "alert: new ERROR order {} failed", "alert: new ERROR payment {} failed");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void round_processEndsBeforeTheAnswer_isPostedAgainWithTheSameId(Kind kind) throws Exception {
        try (AlertFixture fixture = fixture(kind)) {
            AlertFixture.Gatherer gatherer = fixture.gatherer();
            CountDownLatch came = new CountDownLatch(1);
            CountDownLatch killed = new CountDownLatch(1);
            fixture.hook.reply(exchange -> {
                came.countDown();
                awaitThat(killed);
                HookServer.send(exchange, 200, "");
            });
            fail(fixture, "order {} failed");
            fixture.pass(MINUTE);
            Thread posting = new Thread(gatherer::round);
            posting.start();
            awaitThat(came);
            gatherer.kill();
            killed.countDown();
            posting.join(30_000);
            assertThat(posting.isAlive()).isFalse();
            fixture.hook.reply(200);

            AlertFixture.Gatherer restarted = fixture.gatherer();
            fixture.rounds(restarted, Duration.ofHours(1));

            assertThat(ids(fixture)).hasSize(2).containsOnly(ids(fixture).get(0));
            assertThat(Sql.rows(fixture.url(), "SELECT outcome, attempts FROM alert_messages"))
                    .containsExactly("told|2");
        }
    }

    private static void awaitThat(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void round_answerComesTooLate_isPostedAgainWithTheSameId(Kind kind) {
        try (AlertFixture fixture = fixture(kind)) {
            AlertFixture.Gatherer gatherer = fixture.gatherer(Duration.ofSeconds(3));
            CountDownLatch late = new CountDownLatch(1);
            fixture.hook.reply(exchange -> {
                awaitThat(late);
                HookServer.send(exchange, 200, "");
            });
            fail(fixture, "order {} failed");
            fixture.rounds(gatherer, MINUTE);
            late.countDown();
            gatherer.close();
            assertThat(fixture.said)
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("did not answer: nothing came within 3000 ms");
            fixture.rounds(fixture.gatherer(), Duration.ofHours(1));

            assertThat(ids(fixture)).hasSize(2).containsOnly(ids(fixture).get(0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void round_receiverRefusesOneMessage_takesTheOthersMeanwhile(Kind kind) {
        try (AlertFixture fixture = fixture(kind)) {
            AlertFixture.Gatherer gatherer = fixture.gatherer();
            fixture.hook.reply(exchange -> HookServer.send(
                    exchange,
                    fixture.hook
                                    .received()
                                    .get(fixture.hook.received().size() - 1)
                                    .body()
                                    .contains("order")
                            ? 400
                            : 200,
                    "invalid"));
            fail(fixture, "order {} failed");
            fixture.rounds(gatherer, Duration.ofMinutes(3));
            fail(fixture, "payment {} failed");
            fixture.rounds(gatherer, MINUTE);

            assertThat(fixture.hook.lines()).contains("alert: new ERROR payment {} failed");
            assertThat(Sql.rows(
                            fixture.url(),
                            "SELECT outcome, count(*) FROM alert_messages GROUP BY outcome ORDER BY outcome"))
                    .containsExactlyInAnyOrder("null|1", "told|1");
            assertThat(fixture.said).anyMatch(each -> each.contains(" answered 400: invalid"));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void round_receiverAwayForADay_isGivenUpAndSaid(Kind kind) {
        try (AlertFixture fixture = fixture(kind).set("alertInterval", "30m")) {
            AlertFixture.Gatherer gatherer = fixture.gatherer();
            fixture.hook.goAway();
            fixture.pass(Duration.ofMinutes(30));
            fail(fixture, "order {} failed\u001b[31m");
            for (int quarter = 0; quarter < 110; quarter++) {
                gatherer.round();
                fixture.pass(Duration.ofMinutes(15));
            }

            assertThat(fixture.said)
                    .last()
                    .asString()
                    .startsWith("WARN the webhook http://127.0.0.1:")
                    .contains(
                            " was not told of this within a day, in ",
                            "NEW ERROR shop (production) 1.0.0: ",
                            "(family ");
            assertThat(Sql.rows(fixture.url(), "SELECT outcome FROM alert_messages"))
                    .containsExactly("given up");
            fixture.hook.comeBack();
            fixture.rounds(gatherer, Duration.ofHours(1));
            assertThat(fixture.hook.received()).isEmpty();
        }
    }
}
