// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Centralog;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.SourceLocation;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.alert.HookServer;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.ForkedJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the alerts of the daemon, and of the command that tries the webhook. */
class GatherAlertsIT extends GatheringFixture {
    private final HookServer hook = new HookServer();

    @AfterEach
    void closeHook() {
        hook.close();
    }

    private Path settings() throws Exception {
        return Files.writeString(
                directory.resolve("gatherer.yaml"),
                "webhook: " + hook.url() + "/s3cret\nwebhookPrivate: true\nwebhookSecret: s3cret-s3cret-s3cret\n"
                        + "alertInterval: 1s\npage: off\n");
    }

    private void fail(String template) {
        try (Centralog centralog = Centralog.open(config())) {
            centralog.log(LogEvent.builder()
                    .logger("com.example.Shop")
                    .template(template)
                    .message(template)
                    .level(Level.ERROR)
                    .location(new SourceLocation("com.example.Shop", "order", "Shop.java", 1))
                    .build());
            assertThat(centralog.close(LIMIT)).isZero();
        }
    }

    private static void awaitLook(String url, ForkedJvm gatherer) {
        Awaitility.await().atMost(LIMIT).until(() -> {
            assertThat(gatherer.isAlive()).as(gatherer.standardError()).isTrue();
            return Sql.number(url, "SELECT count(*) FROM alert_watch WHERE looked_at IS NOT NULL") == 1;
        });
    }

    private static void awaitTold(String url, long messages) {
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> Sql.number(url, "SELECT count(*) FROM alert_messages WHERE outcome = 'told'") == messages);
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void gather_twoDaemonsOneOfWhichIsKilled_tellEachErrorOnce(Kind kind) throws Exception {
        String url = databases().empty(kind, directory);
        String settings = settings().toString();
        try (ForkedJvm other = gather(url, "--config", settings)) {
            try (ForkedJvm one = gather(url, "--config", settings)) {
                awaitLook(url, one);
                fail("orders failed");
                awaitTold(url, 1);
                one.killHard();
            }
            if (!Faults.isLong()) { // the other one need not wait for the minute in which nobody may replace the killed
                // one
                Sql.execute(url, "UPDATE alert_watch SET leader_until = began_at");
            }
            fail("payments failed");
            awaitTold(url, 2);
            assertThat(hook.lines())
                    .containsExactly("alert: new ERROR orders failed", "alert: new ERROR payments failed");
            assertThat(hook.received().get(0).path()).isEqualTo("/hook/s3cret");
            assertThat(other.terminate(LIMIT)).isZero();
            assertThat(other.standardError()).doesNotContain("s3cret");
        }
    }

    @Test
    void gather_receiverThatHangs_storesAllAndStopsAtOnce() throws Exception {
        String url = databases().empty(Kind.SQLITE, directory);
        hook.reply(exchange -> {});
        try (ForkedJvm gatherer = gather(url, "--config", settings().toString())) {
            awaitLook(url, gatherer);
            fail("orders failed");
            Awaitility.await().atMost(LIMIT).until(() -> hook.received().size() == 1);
            log(EVENTS);
            awaitSum(url, EVENTS + 1L);
            assertThat(gatherer.terminate(LIMIT)).isZero();
        }
    }

    @Test
    void alertTest_receiver_getsAMarkedMessage() throws Exception {
        Commands command = Commands.run("alert-test", "--config", settings().toString());

        assertThat(command.out()).matches("the webhook http://127\\.0\\.0\\.1:\\d+ answered 200: ok, after \\d+ ms\\R");
        assertThat(command.code()).isZero();
        assertThat(hook.bodies().get(0).path("type").asText()).isEqualTo("test");
        assertThat(hook.bodies().get(0).path("alerts").path(0).path("template").asText())
                .contains("test");
    }

    @Test
    void alertTest_receiverThatRefuses_endsWith69() throws Exception {
        hook.reply(exchange -> HookServer.send(exchange, 404, "no_service\u001b[2J"));

        Commands command = Commands.run("alert-test", "--config", settings().toString());

        assertThat(command.code()).isEqualTo(ExitCode.UNAVAILABLE.number());
        assertThat(command.out()).contains(" answered 404: no_service\\u001b[2J, after ");
    }

    @Test
    void alertTest_privateAddressWithoutTheSetting_endsWith69() throws Exception {
        Commands command = Commands.run("alert-test", "--config", settings().toString(), "--webhook-private", "false");

        assertThat(command.code()).isEqualTo(ExitCode.UNAVAILABLE.number());
        assertThat(command.out()).contains("its address 127.0.0.1", "'webhookPrivate: true'");
        assertThat(hook.received()).isEmpty();
    }

    @Test
    void alertTest_noWebhook_endsWith78() {
        Commands command = Commands.run("alert-test");

        assertThat(command.code()).isEqualTo(ExitCode.CONFIG.number());
        assertThat(command.err()).contains("setting 'webhook' is empty");
    }

    @Test
    void gather_checkConfig_hidesTheWebhook() throws Exception {
        Commands command =
                Commands.run("gather", "--check-config", "--config", settings().toString());

        assertThat(command.out()).contains("webhook: ***", "webhookSecret: ***").doesNotContain("s3cret");
    }
}
