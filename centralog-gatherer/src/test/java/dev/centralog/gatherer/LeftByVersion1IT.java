// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.gather.EventSource;
import dev.centralog.gather.EventWire;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.RedisCli;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that windows of version 1 of the protocol, which its own scripts have written to Redis, are stored once, beside those
 * of the present version.
 */
class LeftByVersion1IT {
    private static final String SOURCE = "c0ffee12";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Instant now = Clock.systemUTC().instant();

    @TempDir
    Path directory;

    private static String script(String... parts) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String part : parts) {
            try (InputStream in = LeftByVersion1IT.class.getResourceAsStream("v1/" + part + ".lua")) {
                text.append(new String(Objects.requireNonNull(in).readAllBytes(), UTF_8));
            }
        }
        return text.toString();
    }

    private static void eval(LocalRedis redis, String script, List<String> keys, String... arguments) {
        List<String> call = new ArrayList<>(List.of("EVAL", script, Integer.toString(keys.size())));
        keys.forEach(key -> call.add("{cl:0}:" + key));
        call.addAll(List.of(arguments));
        try (RedisCli cli = redis.connect()) {
            assertThat(RedisCli.texts(cli.call(call.toArray(String[]::new))).get(0))
                    .isEqualTo("1");
        }
    }

    /** Counts three events of one group and four of another, in that second. */
    private static void applyEvents(LocalRedis redis, int sequence, long second) throws IOException {
        String event = new String(
                EventWire.encode(LogEvent.builder()
                        .time(Instant.ofEpochSecond(second))
                        .message("of version 1")
                        .build()),
                UTF_8);
        eval(
                redis,
                script("numbered", "apply-events"),
                List.of("z:" + second, "d:" + second, "open", "pr:p", "g:" + second),
                Long.toString(second),
                Integer.toString(sequence),
                "86400",
                "50000",
                "3600",
                "5",
                "2",
                "group of 16 byte",
                "another group of",
                "3",
                "4",
                event,
                event);
    }

    private static void applyActions(LocalRedis redis, int sequence, long second) throws IOException {
        String slice = second / 10 * 10 + "+10";
        eval(
                redis,
                script("numbered", "apply-actions"),
                List.of("a:z:" + slice, "a:d:" + slice, "a:open", "pr:p", "a:g:" + slice),
                slice,
                Integer.toString(sequence),
                "86400",
                "50000",
                "3600",
                "5",
                "1",
                "3",
                "3:bobbuy",
                "5",
                "{\"v\":1,\"n\":2,\"s\":[0,0,7,0],\"l\":[0,0,3,0],\"h\":[0,0,4,0]}");
    }

    private String gather(LocalRedis redis, String... more) {
        String file = directory.resolve(redis.port() + ".db").toString();
        List<String> call = new ArrayList<>(
                List.of("gather", "--once", "--redis", redis.uri(), "--database", file, "--lease", "2s"));
        call.addAll(List.of(more));
        Commands once = Commands.run(call.toArray(String[]::new));
        assertThat(once.code()).as(once.err()).isZero();
        return Sinks.jdbcUrl(file);
    }

    private static void makeStream(LocalRedis redis) {
        redis.cli("HSET", "{cl}:meta", "protocol", "1", "partitions", "1", "source", SOURCE);
    }

    @EachRedis
    void progress_whatVersion1HasLeft_isPending(LocalRedis redis) throws IOException {
        makeStream(redis);
        long second = now.getEpochSecond() - 60;
        applyEvents(redis, 1, second);
        try (EventSource source = EventSource.open(
                CentralogConfig.defaults().with(Settings.REDIS, redis.uri()), (severity, message, cause) -> {})) {
            assertThat(source.progress().get(0).completeUpTo(null)).isEqualTo(Instant.ofEpochSecond(second));
        }

        gather(redis);
        try (EventSource source = EventSource.open(
                CentralogConfig.defaults().with(Settings.REDIS, redis.uri()), (severity, message, cause) -> {})) {
            assertThat(source.progress().get(0).completeUpTo(null)).isAfter(Instant.ofEpochSecond(second));
        }
    }

    @EachRedis
    void keys_ofVersion1_areStoredOnceBesideThoseOfNow(LocalRedis redis) throws IOException {
        makeStream(redis);
        long second = now.getEpochSecond() - 60;
        applyEvents(redis, 1, second);
        applyEvents(redis, 2, second + 1);
        applyActions(redis, 3, second - 120);
        try (Centralog centralog = Centralog.open(
                CentralogConfig.defaults().with(Settings.REDIS, redis.uri()), (severity, message, cause) -> {})) {
            centralog.log(LogEvent.builder()
                    .time(now.minusSeconds(50))
                    .message("of now")
                    .build());
            assertThat(centralog.close(LIMIT)).isZero();
        }

        String url = gather(redis);

        String events = "SELECT delivery, count(*), sum(repeats) FROM events WHERE delivery LIKE '" + SOURCE
                + "%' GROUP BY delivery, window_start";
        assertThat(Sql.rows(url, events)).containsExactly(SOURCE + ":0:1|2|7", SOURCE + ":0:1|2|7");
        assertThat(Sql.rows(url, "SELECT sum(repeats) FROM events")).containsExactly("15");
        assertThat(Sql.rows(url, "SELECT DISTINCT message FROM events WHERE delivery LIKE '" + SOURCE + "%'"))
                .containsExactly("of version 1");
        assertThat(Sql.rows(url, "SELECT delivery, count, value_sum FROM actions"))
                .containsExactly(SOURCE + ":0:1|5|7");
        assertThat(redis.cliList("KEYS", "{cl:0}:*"))
                .allMatch(key -> key.matches("\\{cl:0}:(pr:p|g:\\d+|a:g:\\d+\\+10)"))
                .hasSize(4);
        assertThat(redis.cli("HGET", "{cl}:meta", "protocol")).isEqualTo("1");

        gather(redis);
        assertThat(Sql.rows(url, "SELECT sum(repeats) FROM events")).containsExactly("15");
    }

    /** Tests a delivery that a gatherer of version 1 has stored before it died: it keeps its name, and so its rows. */
    @EachRedis
    void delivery_storedAndNotAcknowledged_isStoredUnderItsName(LocalRedis redis) throws IOException {
        makeStream(redis);
        long second = now.getEpochSecond() - 60;
        applyEvents(redis, 1, second);
        applyEvents(redis, 2, second - 1);
        String id = second + ":1";
        redis.cli("RENAME", "{cl:0}:z:" + second, "{cl:0}:Z:" + id);
        redis.cli("RENAME", "{cl:0}:d:" + second, "{cl:0}:D:" + id);
        redis.cli("ZREM", "{cl:0}:open", Long.toString(second));
        redis.cli("SET", "{cl:0}:g:" + second, "1", "EX", "86400");
        for (String key : List.of("{cl:0}:Z:" + id, "{cl:0}:D:" + id)) {
            redis.cli("COPY", key, "kept" + key);
        }
        leave(redis, id);
        String url = gather(redis);
        for (String key : List.of("{cl:0}:Z:" + id, "{cl:0}:D:" + id)) {
            redis.cli("RENAME", "kept" + key, key);
        }
        leave(redis, id);
        applyEvents(redis, 3, second); // a late count

        gather(redis, "--late-hold", "0s");

        assertThat(Sql.rows(
                        url,
                        "SELECT window_start, delivery, sum(repeats) FROM events GROUP BY window_start, delivery"
                                + " ORDER BY window_start, delivery"))
                .extracting(row -> row.substring(row.indexOf('|') + 1))
                .containsExactly(SOURCE + ":0:1|7", SOURCE + ":0:1|7", SOURCE + ":0:2|7");
        assertThat(redis.cliList("KEYS", "{cl:0}:*Z:*")).isEmpty();
    }

    private static void leave(LocalRedis redis, String id) {
        redis.cli("ZADD", "{cl:0}:lease", "1", id);
        redis.cli("HSET", "{cl:0}:li", id, "somebody 1");
    }

    /** Checks that a stream of an unknown version is not changed. */
    @EachRedis
    void stream_ofAnotherVersion_isNotTouched(LocalRedis redis) throws IOException {
        applyEvents(redis, 1, now.getEpochSecond() - 60);
        redis.cli("HSET", "{cl}:meta", "protocol", "7");

        gather(redis);

        assertThat(redis.cli("ZCARD", "{cl:0}:open")).isEqualTo("1");
    }
}
