// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.gather.ActionSlice;
import dev.centralog.gather.ActionSource;
import dev.centralog.gather.EventReader;
import dev.centralog.gather.EventSource;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.TestCertificates;
import dev.centralog.testkit.TestCertificates.Pair;
import dev.centralog.testkit.TlsRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Tests of TLS to a real Redis: valid settings work, and each invalid one gives a message of one line that names it. */
@EnabledIf("canRun")
class TlsIT {
    private static final StatusListener SILENT = (severity, message, cause) -> {};
    private static final String[] LOCAL = {"localhost", "127.0.0.1"};

    private static TestCertificates certificates;
    private static Pair good;
    private static TlsRedis redis;

    @TempDir
    Path directory;

    static boolean canRun() {
        return LocalRedis.Version.newest().isAvailable();
    }

    @BeforeAll
    static void start() {
        certificates = new TestCertificates();
        good = certificates.issue("server", LOCAL);
        redis = TlsRedis.start(certificates, good);
    }

    @AfterAll
    static void stop() {
        redis.close();
        certificates.close();
    }

    private static CentralogConfig config(String uri, @Nullable Path authority) {
        CentralogConfig config =
                Logs.config(0).with(Settings.REDIS, uri).with(Settings.SLICE_LENGTH, Duration.ofSeconds(1));
        return authority == null ? config : config.with(Settings.REDIS_CA, authority.toString());
    }

    private static CentralogConfig trusting() {
        return config(redis.uri(), certificates.authority());
    }

    /** Returns the message that the reading side throws; checks that the logging side reports the same. */
    private static String trouble(CentralogConfig config) {
        String text = refusal(config);
        assertThat(complaint(config)).contains(text);
        return text;
    }

    private static String refusal(CentralogConfig config) {
        List<Throwable> thrown = new ArrayList<>();
        assertThatThrownBy(() -> EventSource.open(config, SILENT).close())
                .isInstanceOf(CentralogException.class)
                .satisfies(thrown::add);
        String text = String.valueOf(thrown.get(0).getMessage());
        assertThat(text).doesNotContain("\n");
        return text;
    }

    private static String complaint(CentralogConfig config) {
        List<String> said = new CopyOnWriteArrayList<>();
        try (Centralog centralog = Centralog.open(config, Said.messages(said))) {
            centralog.log(Logs.event("event", Logs.ago(Duration.ZERO)));
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !said.isEmpty());
            centralog.close(Duration.ZERO);
        }
        return said.get(0);
    }

    @Test
    void authority_ofOnesOwn_bothStreamsArriveOverTls() throws InterruptedException {
        CentralogConfig config = trusting().with(Settings.KEY_PREFIX, "arrive");
        try (Centralog centralog = Logs.open(config)) {
            centralog.log(Logs.event("event", Logs.ago(Duration.ofSeconds(3))));
            centralog.actions().log(Action.of(1, "logon").at(Logs.ago(Duration.ofSeconds(5))));
            assertThat(centralog.close(Duration.ofSeconds(20))).isZero();
        }

        try (EventReader reader = EventReader.open(config);
                ActionSource source = ActionSource.open(config, SILENT)) {
            GatheredEvent event = reader.next(Duration.ofSeconds(20));
            ActionSlice slice = source.claim(Duration.ofSeconds(20));

            assertThat(event).isNotNull();
            assertThat(event.event().message()).isEqualTo("event");
            assertThat(slice).isNotNull();
            assertThat(slice).extracting(GatheredAction::action).containsExactly("logon");
        }
    }

    @Test
    void authority_unknown_isSaid() {
        assertThat(trouble(config(redis.uri(), null))).contains("'redisCa'");
    }

    @Test
    void authority_another_isSaidAndMendedWithoutARestart() throws IOException {
        Path file = directory.resolve("ca.pem");
        try (TestCertificates others = new TestCertificates()) {
            Files.copy(others.authority(), file);
        }
        CentralogConfig config = config(redis.uri(), file);
        assertThat(trouble(config)).contains("'redisCa'");

        List<String> said = new CopyOnWriteArrayList<>();
        try (Centralog centralog = Centralog.open(config, Said.messages(said))) {
            centralog.log(Logs.event("event", Logs.ago(Duration.ZERO)));
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !said.isEmpty());
            Files.copy(certificates.authority(), file, StandardCopyOption.REPLACE_EXISTING);
            assertThat(centralog.close(Duration.ofSeconds(20))).isZero();
        }
    }

    @Test
    void certificate_expired_isSaidAndMendedWithoutARestart() {
        redis.present(certificates.issueExpired("expired", LOCAL));
        List<String> said = new CopyOnWriteArrayList<>();
        try {
            assertThat(trouble(trusting())).contains("expired", "'redis'");
            try (Centralog centralog = Centralog.open(trusting(), Said.messages(said))) {
                centralog.log(Logs.event("event", Logs.ago(Duration.ZERO)));
                Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !said.isEmpty());
                redis.present(good);
                assertThat(centralog.close(Duration.ofSeconds(20))).isZero();
            }
        } finally {
            redis.present(good);
        }
    }

    @Test
    void certificate_ofAnotherHost_isSaid() {
        redis.present(certificates.issue("elsewhere", "redis.example.com"));
        try {
            assertThat(trouble(trusting())).contains("localhost", "'redis'");
        } finally {
            redis.present(good);
        }
    }

    @Test
    void client_withoutTlsAtATlsPort_isSaid() {
        assertThat(trouble(config(redis.uri().replace("rediss:", "redis:"), null)))
                .contains("'redis'", "rediss://");
    }

    @Test
    void client_withTlsAtAPlainPort_isSaid() {
        CentralogConfig config = config("rediss://localhost:" + redis.redis().port(), certificates.authority())
                .with(Settings.CONNECT_TIMEOUT, Duration.ofSeconds(1)); // Redis may wait for the end of a line

        // The two messages may differ: whether Redis replies at all depends on random bytes of the handshake.
        assertThat(refusal(config)).contains("'redis'", "redis://");
        assertThat(complaint(config)).contains("'redis'", "redis://");
    }

    @Test
    void files_thatAreWrong_areSaid() throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "no certificate");
        Path broken = Files.writeString(
                directory.resolve("broken"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        CentralogConfig own = trusting()
                .with(Settings.REDIS_CERTIFICATE, good.certificate().toString())
                .with(Settings.REDIS_KEY, good.key().toString());

        assertThat(trouble(config(redis.uri(), text))).contains("'redisCa'");
        assertThat(trouble(config(redis.uri(), broken))).contains("'redisCa'");
        assertThat(trouble(config(redis.uri(), directory.resolve("none")))).contains("'redisCa'", "none");
        assertThat(trouble(own.with(Settings.REDIS_CERTIFICATE, broken.toString())))
                .contains("'redisCertificate'");
        assertThat(trouble(own.with(Settings.REDIS_KEY, text.toString()))).contains("'redisKey'");
        assertThat(trouble(own.with(Settings.REDIS_KEY, good.certificate().toString())))
                .contains("'redisKey'");
    }

    @Test
    void clientCertificate_thatRedisAsksFor_isGivenOrItsLackSaid() {
        try (TlsRedis strict = TlsRedis.start(certificates, good, "tls-auth-clients yes")) {
            CentralogConfig without = config(strict.uri(), certificates.authority());
            Pair client = certificates.issue("client", "client");
            CentralogConfig with = without.with(
                            Settings.REDIS_CERTIFICATE, client.certificate().toString())
                    .with(Settings.REDIS_KEY, client.key().toString());

            assertThat(trouble(without)).contains("'redisCertificate'");
            Logs.log(with, Logs.event("event", Logs.ago(Duration.ZERO)));
        }
    }

    @Test
    void settings_thatContradictEachOther_areRefused() {
        CentralogConfig plain = Logs.config(redis.redis());
        CentralogConfig half = trusting().with(Settings.REDIS_KEY, "key.pem");

        assertThatThrownBy(() -> Centralog.open(plain.with(Settings.REDIS_CA, "ca.pem")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'redisCa'")
                .hasMessageContaining("rediss://");
        assertThatThrownBy(() -> EventSource.open(half, SILENT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'redisCertificate'");
        assertThatThrownBy(() -> Settings.REDIS.read(redis.uri() + "?timeout=1s&verifyPeer=none"))
                .isInstanceOf(ConfigException.class);
    }
}
