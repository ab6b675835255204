// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("canRun")
class LocalSentinelsIT {
    static boolean canRun() {
        return LocalRedis.Version.newest().isAvailable();
    }

    @Test
    void failOver_killedPrimary_replicaServesWhatItConfirmed() {
        try (LocalSentinels group = LocalSentinels.start(LocalRedis.Version.newest())) {
            LocalRedis primary = group.primary();
            assertThat(primary).isSameAs(group.servers().get(0));
            assertThat(group.uri())
                    .matches(
                            "redis-sentinel://127\\.0\\.0\\.1:\\d+,127\\.0\\.0\\.1:\\d+,127\\.0\\.0\\.1:\\d+#mymaster");
            try (RedisCli cli = primary.connect()) {
                cli.call("SET", "key", "value");
                assertThat(cli.call("WAIT", "2", "10000")).isEqualTo(2L);
            }

            LocalRedis heir = group.failOver();
            assertThat(heir).isNotSameAs(primary);
            assertThat(heir.cli("GET", "key")).isEqualTo("value");
        }
    }

    @Test
    @LongForm
    void primary_backAfterFailOver_twoSentinelsMakeItFollowTheNewOne() {
        try (LocalSentinels group = LocalSentinels.start(LocalRedis.Version.newest())) {
            LocalRedis primary = group.primary();
            LocalRedis heir = group.failOver();
            heir.cli("SET", "key", "value");

            group.sentinels().get(0).kill();
            primary.start();
            group.awaitWhole();
            assertThat(group.primary()).isSameAs(heir);
            assertThat(primary.cli("GET", "key")).isEqualTo("value");
        }
    }

    @Test
    void passwordsAndTls_configured_sentinelsUseThem() {
        try (TestCertificates certificates = new TestCertificates();
                LocalSentinels group = LocalSentinels.builder(LocalRedis.Version.newest())
                        .password("so secret")
                        .sentinelPassword("other")
                        .tls(certificates)
                        .start()) {
            LocalSentinel sentinel = group.sentinels().get(0);

            assertThat(group.uri()).startsWith("rediss-sentinel://:so%20secret@127.0.0.1:" + sentinel.port() + ",");
            assertThatThrownBy(() -> call(sentinel.port(), "PING")).isInstanceOf(UncheckedIOException.class);
            assertThat(sentinel.cliList("SENTINEL", "CKQUORUM", LocalSentinels.NAME)
                            .get(0))
                    .startsWith("OK 3 ");
            assertThat(group.failOver()).isNotSameAs(group.servers().get(0));
        }
    }

    private static void call(int port, String command) {
        try (RedisCli cli = new RedisCli(port, Duration.ofSeconds(5))) {
            cli.call(command);
        }
    }
}
