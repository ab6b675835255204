// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.TestCertificates;
import dev.centralog.testkit.TestCertificates.Pair;
import dev.centralog.testkit.TlsRedis;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Tests from a log call to a row if both sides reach Redis by TLS only, with certificates of their own. */
@EnabledIf("canRun")
class TlsGatherIT {
    @TempDir
    Path directory = Path.of("");

    static boolean canRun() {
        return LocalRedis.Version.newest().isAvailable();
    }

    @Test
    void eventsAndActions_overTls_areStored() {
        Instant time = Clock.systemUTC().instant().minusSeconds(10);
        String file = directory.resolve("e.db").toString();
        try (TestCertificates certificates = new TestCertificates();
                TlsRedis redis = TlsRedis.start(
                        certificates, certificates.issue("server", "localhost"), "tls-auth-clients yes")) {
            Pair own = certificates.issue("client", "client");
            CentralogConfig config = CentralogConfig.defaults()
                    .with(Settings.REDIS, redis.uri())
                    .with(Settings.REDIS_CA, certificates.authority().toString())
                    .with(Settings.REDIS_CERTIFICATE, own.certificate().toString())
                    .with(Settings.REDIS_KEY, own.key().toString())
                    .with(Settings.SLICE_LENGTH, Duration.ofSeconds(1))
                    .with(Settings.SLICE_RING, 60);
            try (Centralog centralog = Centralog.open(config)) {
                centralog.log(LogEvent.builder().time(time).message("event").build());
                centralog.actions().log(Action.of(1, "pay").at(time));
                assertThat(centralog.close(Duration.ofSeconds(30))).isZero();
            }

            String[] gather = {
                "gather", "--once", "--database", file,
                "--redis", redis.uri(), "--redis-ca", certificates.authority().toString(),
                "--redis-certificate", own.certificate().toString(), "--redis-key",
                        own.key().toString()
            };
            Commands once = Commands.run(gather);

            assertThat(once.code()).as(once.err()).isZero();
        }
        String url = Sinks.jdbcUrl(file);
        assertThat(Sql.rows(url, "SELECT message FROM events")).containsExactly("event");
        assertThat(Sql.rows(url, "SELECT action_id, count FROM actions")).containsExactly("pay|1");
    }

    @Test
    void settings_thatContradictEachOther_endWith78() {
        Commands check = Commands.run("gather", "--check-config", "--redis-ca", "ca.pem");

        assertThat(check.code()).isEqualTo(78);
        assertThat(check.err()).contains("'redisCa'", "rediss://");
    }
}
