// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.gather.EventSource;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.FakeRedis;
import dev.centralog.testkit.FreePorts;
import dev.centralog.testkit.LocalRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of the messages when Redis can't be used: they name the setting, and never a password. */
class RefusedByRedisIT {
    private static final StatusListener SILENT = (severity, message, cause) -> {};

    /** Returns the configuration with long time-outs: on a busy machine a short one may end before Redis has refused. */
    private static CentralogConfig patient(CentralogConfig config) {
        return config.with(Settings.CONNECT_TIMEOUT, Duration.ofSeconds(20))
                .with(Settings.COMMAND_TIMEOUT, Duration.ofSeconds(20));
    }

    private static String refusal(CentralogConfig config) {
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        assertThatThrownBy(() -> EventSource.open(patient(config), SILENT).close())
                .isInstanceOf(CentralogException.class)
                .satisfies(thrown::add);
        return String.valueOf(thrown.get(0).getMessage());
    }

    /** Returns the message of the logging side, which does not throw, but reports and goes on trying. */
    private static String complaint(CentralogConfig config) {
        List<String> said = new CopyOnWriteArrayList<>();
        try (Centralog centralog = Centralog.open(patient(config), Said.messages(said))) {
            centralog.log(Logs.event("event", Logs.ago(Duration.ZERO)));
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !said.isEmpty());
            centralog.close(Duration.ZERO);
            assertThat(centralog.stats().dropped()).containsEntry(DropReason.SHUTDOWN, 1L);
        }
        return said.get(0);
    }

    private static CentralogConfig withUri(String uri) {
        return Logs.config(0).with(Settings.REDIS, uri);
    }

    private static LocalRedis guarded(LocalRedis.Version version) {
        Assumptions.assumeTrue(version.isAvailable());
        return LocalRedis.builder(version)
                .password("right")
                .config("user app on >fitting ~* &* +@all")
                .start();
    }

    @ParameterizedTest
    @EnumSource
    void password_wrong_isSaidWithoutIt(LocalRedis.Version version) {
        try (LocalRedis redis = guarded(version)) {
            CentralogConfig inUri = withUri("redis://:tell-nobody@127.0.0.1:" + redis.port());
            CentralogConfig inSetting = Logs.config(redis).with(Settings.REDIS_PASSWORD, "tell-nobody");
            CentralogConfig ofUser = inSetting.with(Settings.REDIS_USER, "app");
            CentralogConfig none = Logs.config(redis);

            for (CentralogConfig config : List.of(inUri, inSetting, ofUser, none)) {
                assertThat(refusal(config)).contains("'redisPassword'").doesNotContain("tell-nobody");
                assertThat(complaint(config)).contains("'redisPassword'").doesNotContain("tell-nobody");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void user_unknown_isSaid(LocalRedis.Version version) {
        try (LocalRedis redis = guarded(version)) {
            CentralogConfig config = Logs.config(redis)
                    .with(Settings.REDIS_USER, "stranger")
                    .with(Settings.REDIS_PASSWORD, "tell-nobody");

            assertThat(refusal(config)).contains("'redisUser'").doesNotContain("tell-nobody");
        }
    }

    @ParameterizedTest
    @EnumSource
    void password_ofUserOrDefault_letsIn(LocalRedis.Version version) {
        try (LocalRedis redis = guarded(version)) {
            CentralogConfig ofDefault = Logs.config(redis).with(Settings.REDIS_PASSWORD, "right");
            CentralogConfig ofUser = withUri("redis://app:fitting@127.0.0.1:" + redis.port());

            Logs.log(ofDefault, Logs.event("one", Logs.ago(Duration.ZERO)));
            Logs.log(ofUser, Logs.event("two", Logs.ago(Duration.ZERO)));
        }
    }

    @EachRedis(config = "user app on >fitting ~* &* +@all -eval -evalsha")
    void user_withoutRights_isSaid(LocalRedis redis) {
        CentralogConfig config = withUri("redis://app:fitting@127.0.0.1:" + redis.port());

        assertThat(complaint(config)).contains("'redisUser'");
    }

    @EachRedis
    void database_notThere_isSaid(LocalRedis redis) {
        CentralogConfig inUri = withUri("redis://127.0.0.1:" + redis.port() + "/99");
        CentralogConfig inSetting = Logs.config(redis).with(Settings.REDIS_DATABASE, 99);

        assertThat(refusal(inUri)).contains("'redisDatabase'");
        assertThat(refusal(inSetting)).contains("'redisDatabase'");
        assertThat(complaint(inSetting)).contains("'redisDatabase'");
    }

    @EachRedis
    void database_chosen_isUsed(LocalRedis redis) {
        Logs.log(Logs.config(redis).with(Settings.REDIS_DATABASE, 3), Logs.event("one", Logs.ago(Duration.ZERO)));

        assertThat(redis.cli("INFO", "keyspace")).contains("db3:").doesNotContain("db0:");
    }

    @Test
    void host_notListening_isSaidWithTheSetting() {
        String uri = "redis://:tell-nobody@127.0.0.1:" + FreePorts.next();

        assertThat(refusal(withUri(uri))).contains("'redis'").doesNotContain("tell-nobody");
        assertThat(complaint(withUri(uri))).contains("'redis'").doesNotContain("tell-nobody");
    }

    @Test
    void redis_tooOld_isSaidWithItsVersion() {
        try (FakeRedis old = FakeRedis.ofVersion("5.0.14")) {
            assertThat(refusal(Logs.config(old.port()))).contains("5.0.14").contains("6.2");
            assertThat(complaint(Logs.config(old.port()))).contains("5.0.14").contains("6.2");
        }
    }

    @EachRedis(config = {"maxmemory 100mb", "maxmemory-policy allkeys-lru"})
    void redis_thatMayEvict_isWarnedOf(LocalRedis redis) {
        List<String> said = new CopyOnWriteArrayList<>();

        EventSource.open(Logs.config(redis), Said.lines(said)).close();

        assertThat(said).anyMatch(text -> text.startsWith("WARN") && text.contains("allkeys-lru"));
    }

    @EachRedis(config = {"maxmemory 100mb", "maxmemory-policy allkeys-lru"})
    void redis_thatMayEvict_isWarnedOfByProducers(LocalRedis redis) {
        assertThat(saidByProducer(redis))
                .singleElement()
                .asString()
                .startsWith("WARN")
                .contains("allkeys-lru", "'noeviction'");
    }

    /** Checks that there is no warning, because Centralog's keys do not expire. */
    @EachRedis(config = {"maxmemory 100mb", "maxmemory-policy volatile-lru"})
    void redis_thatEvictsWhatExpires_isNotWarnedOf(LocalRedis redis) {
        assertThat(saidByProducer(redis)).isEmpty();
    }

    private static List<String> saidByProducer(LocalRedis redis) {
        List<String> said = new CopyOnWriteArrayList<>();
        try (Centralog centralog = Centralog.open(Logs.config(redis), Said.lines(said))) {
            for (int i = 1; i <= 2; i++) {
                int logged = i;
                centralog.log(Logs.event("event " + i, Logs.ago(Duration.ZERO)));
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> centralog.stats().acknowledged() == logged);
            }
        }
        return said;
    }

    @EachRedis(config = {"appendonly yes"})
    void redis_thatKeepsAll_isNotWarnedOf(LocalRedis redis) {
        List<String> said = new CopyOnWriteArrayList<>();

        EventSource.open(Logs.config(redis), Said.messages(said)).close();

        assertThat(said).isEmpty();
    }
}
