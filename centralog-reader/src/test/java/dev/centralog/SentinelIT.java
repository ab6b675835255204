// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.gather.EventSource;
import dev.centralog.internal.time.Clock;
import dev.centralog.testkit.LocalCluster;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.LocalSentinels;
import dev.centralog.testkit.TestCertificates;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Tests of a primary that three sentinels watch, and of what is said to Sentinel or a cluster with TLS and users. */
@EnabledIf("canRun")
class SentinelIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String RIGHTS = " ~{cl.2* ~{cl}:meta &* +@all";

    static boolean canRun() {
        return LocalRedis.Version.newest().isAvailable();
    }

    private static CentralogConfig config(String uri) {
        return Logs.config(0).with(Settings.REDIS, uri);
    }

    private static long logAll(Centralog centralog, long before, int count) {
        for (int i = 0; i < count; i++) {
            centralog.log(Logs.event("event " + i % 5, Clock.now()));
        }
        long logged = before + count;
        Awaitility.await().atMost(LONG).until(() -> centralog.stats().acknowledged() == logged);
        return logged;
    }

    @Test
    void primary_killed_isFollowedExactly() throws InterruptedException {
        try (LocalSentinels sentinels = LocalSentinels.start(LocalRedis.Version.newest())) {
            CentralogConfig config = config(sentinels.uri());
            Centralog centralog = Logs.open(config);
            long logged = logAll(centralog, 0, 50);

            sentinels.failOver();
            // No second failover because the machine is busy: it may lose what was confirmed, once its producer has
            // ended.
            sentinels
                    .sentinels()
                    .forEach(each ->
                            each.cliList("SENTINEL", "SET", LocalSentinels.NAME, "down-after-milliseconds", "60000"));

            logged = logAll(centralog, logged, 50);
            assertThat(centralog.close(LONG)).isZero();
            assertThat(Logs.gatherAll(config).stored()).isEqualTo(logged);
        }
    }

    @Test
    void sentinels_withPasswordsAndTls_takeTheSettings() throws InterruptedException {
        try (TestCertificates authority = new TestCertificates();
                LocalSentinels sentinels = LocalSentinels.builder(LocalRedis.Version.newest())
                        .password("of-redis")
                        .sentinelPassword("of-sentinel")
                        .tls(authority)
                        .start()) {
            CentralogConfig config = config(sentinels.uri())
                    .with(Settings.REDIS_CA, authority.authority().toString());
            assertThatThrownBy(() -> EventSource.open(config, (severity, message, cause) -> {}))
                    .isInstanceOf(CentralogException.class)
                    .hasMessageContaining("sentinelPassword")
                    .hasMessageNotContaining("of-redis");

            CentralogConfig allowed = config.with(Settings.SENTINEL_PASSWORD, "of-sentinel");
            try (Centralog centralog = Logs.open(allowed)) {
                logAll(centralog, 0, 5);
            }
            assertThat(Logs.gatherAll(allowed).stored()).isEqualTo(5);
        }
    }

    @Test
    void sentinels_thatKnowNoSuchName_areSaid() {
        try (LocalSentinels sentinels = LocalSentinels.start(LocalRedis.Version.newest())) {
            String wrong = sentinels.uri().replace("#" + LocalSentinels.NAME, "#orders");

            assertThatThrownBy(() -> EventSource.open(config(wrong), (severity, message, cause) -> {}))
                    .isInstanceOf(CentralogException.class)
                    .hasMessageContaining("no sentinel knows a primary of that name (setting 'redis')");
        }
    }

    @Test
    void cluster_withUsersAndTls_takesTheSettings() throws InterruptedException {
        try (TestCertificates authority = new TestCertificates();
                LocalCluster cluster = LocalCluster.builder(LocalRedis.Version.newest())
                        .config("user app on >app-secret" + RIGHTS)
                        .tls(authority)
                        .start()) {
            CentralogConfig config = config(cluster.uri("app", "app-secret"))
                    .with(Settings.REDIS_CA, authority.authority().toString());
            for (int producer = 0; producer < 6; producer++) {
                try (Centralog centralog = Logs.open(config)) {
                    logAll(centralog, 0, 5);
                }
            }

            assertThat(Logs.gatherAll(config).stored()).isEqualTo(30);
        }
    }
}
