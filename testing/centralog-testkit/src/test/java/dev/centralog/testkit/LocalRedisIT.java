// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalRedisIT {
    @EachRedis
    void server_started_isOfItsVersionOnLoopbackOnly(LocalRedis redis) {
        String prefix = redis.version() == LocalRedis.Version.V6_2 ? "redis_version:6.2." : "redis_version:";

        assertThat(redis.cli("INFO", "server")).contains(prefix).contains("tcp_port:" + redis.port());
        assertThat(redis.cliList("CONFIG", "GET", "bind")).containsExactly("bind", "127.0.0.1");
        assertThat(redis.cliList("CONFIG", "GET", "save")).containsExactly("save", "");
    }

    @EachRedis
    void cli_everyByte_comesBackUnchanged(LocalRedis redis) {
        byte[] value = new byte[256];
        for (int i = 0; i < value.length; i++) {
            value[i] = (byte) i;
        }

        try (RedisCli cli = redis.connect()) {
            Object stored = cli.call(bytes("SET"), bytes("key"), value);

            assertThat(stored).isEqualTo("OK");
            assertThat((byte[]) cli.call("GET", "key")).isEqualTo(value);
            assertThat(cli.call("GET", "absent")).isNull();
        }
    }

    @EachRedis
    void cli_nestedAnswer_isNestedList(LocalRedis redis) {
        try (RedisCli cli = redis.connect()) {
            Object answer = cli.call("EVAL", "return {1, {'two', {3}}, redis.error_reply('FOUR bad')}", "0");

            assertThat(RedisCli.texts(answer).subList(0, 2)).containsExactly("1", "two\n3");
            assertThat((List<?>) answer).last().isInstanceOfSatisfying(RedisCliException.class, error -> assertThat(
                            error)
                    .hasMessage("FOUR bad"));
        }
    }

    @EachRedis
    void cli_error_isThrown(LocalRedis redis) {
        assertThatThrownBy(() -> redis.cli("HGET", "only-a-key"))
                .isInstanceOf(RedisCliException.class)
                .hasMessageContaining("wrong number of arguments");
    }

    @EachRedis
    void kill_thenStart_samePortWithoutData(LocalRedis redis) {
        int port = redis.port();
        redis.cli("SET", "key", "value");

        redis.kill();
        assertThatThrownBy(() -> redis.cli("PING")).isInstanceOf(UncheckedIOException.class);
        redis.start();

        assertThat(redis.port()).isEqualTo(port);
        assertThat(redis.cli("EXISTS", "key")).isEqualTo("0");
    }

    @EachRedis(config = {"appendonly yes", "appendfsync always"})
    void kill_thenStart_appendOnlyFileKeepsData(LocalRedis redis) {
        redis.cli("SET", "key", "value");

        redis.kill();
        redis.start();
        assertThat(redis.cli("GET", "key")).isEqualTo("value");

        redis.stop();
        redis.startEmpty();
        assertThat(redis.cli("EXISTS", "key")).isEqualTo("0");
    }

    @EachRedis
    void freeze_thenThaw_answersLater(LocalRedis redis) {
        try (RedisCli impatient = new RedisCli(redis.port(), Duration.ofMillis(200))) {
            redis.freeze();
            assertThatThrownBy(() -> impatient.call("PING")).isInstanceOf(UncheckedIOException.class);
            assertThat(redis.isRunning()).isTrue();

            redis.thaw();
            assertThat(redis.cli("PING")).isEqualTo("PONG");
        }
    }

    @EachRedis(config = "maxmemory 3mb")
    void config_maxmemory_refusesWhenFull(LocalRedis redis) {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 40; i++) {
                        redis.cli("SET", "key" + i, "x".repeat(100_000));
                    }
                })
                .isInstanceOf(RedisCliException.class)
                .hasMessageContaining("OOM");
    }

    @Test
    void password_set_isAskedFor() {
        try (LocalRedis redis = LocalRedis.builder(LocalRedis.Version.newest())
                        .password("so secret@/")
                        .start();
                RedisCli stranger = new RedisCli(redis.port(), Duration.ofSeconds(5))) {
            assertThat(redis.uri()).isEqualTo("redis://:so%20secret%40%2F@127.0.0.1:" + redis.port());
            assertThat(redis.cli("PING")).isEqualTo("PONG");
            assertThatThrownBy(() -> stranger.call("PING")).hasMessageStartingWith("NOAUTH");
        }
    }

    @Test
    void start_portTaken_saysSo() {
        try (LocalRedis first = LocalRedis.start(LocalRedis.Version.newest())) {
            LocalRedis.Builder second =
                    LocalRedis.builder(LocalRedis.Version.newest()).port(first.port());

            assertThatThrownBy(second::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Address already in use");
        }
    }

    @Test
    void start_badConfig_showsTheServersOwnWords() {
        LocalRedis.Builder builder =
                LocalRedis.builder(LocalRedis.Version.newest()).config("no-such-thing 1");

        assertThatThrownBy(builder::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no-such-thing");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
