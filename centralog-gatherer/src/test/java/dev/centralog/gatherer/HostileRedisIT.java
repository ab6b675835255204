// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.RedisCli;
import dev.centralog.testkit.SharedRedis;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of hostile content: a client that may write to Redis may write anything. A gatherer with little memory stores every
 * count all the same, puts aside what can't be read, and goes on with Centralog's own data.
 */
class HostileRedisIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int LARGE = 24;

    /** A script that writes groups of 16 bytes, the length of a group's hash. */
    private static final String FILL = """
            local function put(name, payload) redis.call('HSET', KEYS[2], name, payload) end
            local function event(more) return '{"v":1,"t":1,"level":"INFO"' .. more .. '}' end
            put('nested__________', event(',"args":' .. string.rep('[', 100000)))
            put('brackets________', string.rep('[', 100000) .. string.rep(']', 100000))
            put('exponent________', event(',"args":[1e999999999,-1e-999999999]'))
            put('digits__________', event(',"args":[' .. string.rep('9', 1000000) .. ']'))
            put('amplified_______', event(',"args":[0' .. string.rep(',0', 1900000) .. ']'))
            put('time____________', '{"v":1,"t":9223372036854775807,"n":-9223372036854775808,"level":"INFO"}')
            put('huge____________', string.rep('x', ARGV[1]))
            put('~drop:x:huge', string.rep('x', 5000000))
            for _, name in ipairs({'nested__________', 'brackets________', 'exponent________', 'digits__________',
                'amplified_______', 'time____________', 'huge____________', 'strange', string.rep('long', 100),
                '~drop:x:huge', ''}) do
              redis.call('ZADD', KEYS[1], 2, name)
            end
            redis.call('ZADD', KEYS[1], 'inf', 'infinite________', -7, 'negative________', 1.5, 'fraction________')
            """;

    private static final String MANY_LARGE = """
            for i = 1, tonumber(ARGV[1]) do
              local name = string.format('large%11d', i)
              redis.call('ZADD', KEYS[1], 1, name)
              redis.call('HSET', KEYS[2], name, string.format(
                  '{"v":1,"t":%d,"n":5,"level":"INFO","message":"%s"}', 5000 - i, string.rep('m', 3000000)))
            end
            """;

    private static final String STRANGERS = """
            for i = 1, tonumber(ARGV[1]) do
              redis.call('ZADD', KEYS[1], -i, 'stranger ' .. i)
              redis.call('ZADD', KEYS[2], -i, 'stranger ' .. i)
            end
            """;

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    Path directory = Path.of("");

    private static CentralogConfig config(LocalRedis redis) {
        return CentralogConfig.defaults()
                .with(Settings.REDIS, redis.uri())
                .with(Settings.SLICE_LENGTH, Duration.ofSeconds(1))
                .with(Settings.SLICE_RING, 60);
    }

    /** Logs one event and one action through Centralog, in windows that are over. */
    private static void log(LocalRedis redis, String message) {
        Instant time = Clock.systemUTC().instant().minusSeconds(10);
        try (Centralog centralog = Centralog.open(config(redis))) {
            centralog.log(LogEvent.builder().time(time).message(message).build());
            centralog.actions().log(Action.of(1, message).at(time));
            assertThat(centralog.close(LIMIT)).isZero();
        }
    }

    private static void run(LocalRedis redis, String script, String argument, String... keys) {
        try (RedisCli cli = new RedisCli(redis.port(), LIMIT)) { // half a gigabyte takes some time
            String[] call = new String[4 + keys.length];
            call[0] = "EVAL";
            call[1] = script;
            call[2] = Integer.toString(keys.length);
            System.arraycopy(keys, 0, call, 3, keys.length);
            call[3 + keys.length] = argument;
            cli.call(call);
        }
    }

    private String gatherOnce(LocalRedis redis) {
        String file = directory.resolve("events.db").toString();
        try (ForkedJvm gatherer = ForkedJvm.builder(Main.class.getName())
                .jvmOptions("-Xmx64m", "-XX:+ExitOnOutOfMemoryError")
                .arguments("gather", "--once", "--redis", redis.uri(), "--database", file, "--lease", "2s")
                .start()) {
            int code = gatherer.awaitExit(LIMIT);
            assertThat(code).as(gatherer.standardError()).isZero();
        }
        return Sinks.jdbcUrl(file);
    }

    @EachRedis(isOneEnough = true)
    void payloads_ofAllKinds_costNoCountAndLittleMemory(LocalRedis redis) {
        log(redis, "ours");
        String second = Long.toString(Clock.systemUTC().instant().getEpochSecond() - 20);
        String slice = second + "+1";
        String bytes = Integer.toString(Faults.times(64 << 20, 512_000_000));
        run(redis, FILL, bytes, "{cl.2:0}:z:" + second, "{cl.2:0}:d:" + second);
        run(redis, FILL, bytes, "{cl.2:0}:a:z:" + slice, "{cl.2:0}:a:d:" + slice);
        redis.cli("ZADD", "{cl.2:0}:open", second, second);
        redis.cli("ZADD", "{cl.2:0}:a:open", second, slice);

        String url = gatherOnce(redis);

        long infinite = 1L << 53;
        assertThat(Sql.rows(url, "SELECT flag, count(*), sum(repeats) FROM events GROUP BY flag ORDER BY flag"))
                .containsExactly(
                        "|1|1", // the event logged through Centralog
                        "noPayload|6|" + (infinite + 7),
                        "otherTime|1|2", // numbers with exponents, which are readable
                        "unreadable|6|12");
        assertThat(Sql.rows(url, "SELECT reason, count FROM drops")).containsExactly("unknown|2");
        assertThat(Sql.rows(url, "SELECT sum(count) FROM actions"))
                .containsExactly(Long.toString(infinite + 1 + 1 + 22));
        assertThat(Sql.rows(
                        url, "SELECT reason FROM dead_letters WHERE stream = 'events' AND reason LIKE '%not fetched'"))
                .hasSize(2)
                .anySatisfy(reason -> assertThat(reason).startsWith(bytes + " bytes"));
        assertThat(Sql.rows(url, "SELECT max(length(raw)) < 5000000 FROM dead_letters"))
                .containsExactly("1");
        assertThat(redis.cliList("KEYS", "{cl.2:0}:*Z:*")).isEmpty();
    }

    @Test
    void window_largerThanTheMemory_isStoredInTheOrderOfTime() {
        LocalRedis redis = REDIS.get();
        String second = Long.toString(Clock.systemUTC().instant().getEpochSecond() - 20);
        int events = Faults.times(LARGE, 10 * LARGE);
        run(redis, MANY_LARGE, Integer.toString(events), "{cl.2:0}:z:" + second, "{cl.2:0}:d:" + second);
        redis.cli("ZADD", "{cl.2:0}:open", second, second);

        String url = gatherOnce(redis);

        assertThat(Sql.rows(url, "SELECT count(*), sum(repeats), sum(length(message)) FROM events"))
                .containsExactly(events + "|" + events + "|" + events * 3_000_000L);
        assertThat(Sql.rows(url, "SELECT time FROM events ORDER BY window_start, time, nano, sequence, delivery"))
                .isEqualTo(Sql.rows(url, "SELECT time FROM events ORDER BY time"));
    }

    @Test
    void names_ofStrangers_hideNothingOfOurs() {
        LocalRedis redis = REDIS.get();
        for (String stream : List.of("", "a:")) {
            run(redis, STRANGERS, "100000", "{cl.2:0}:" + stream + "open", "{cl.2:0}:" + stream + "lease");
        }
        // Names that could be Centralog's: without content, far ahead, far back, or due only in an hour, though first.
        long now = Clock.systemUTC().instant().getEpochSecond();
        try (RedisCli cli = new RedisCli(redis.port(), LIMIT)) { // half a gigabyte takes some time
            for (int i = 0; i < 300; i++) {
                cli.call("ZADD", "{cl.2:0}:open", "-3", Long.toString(now + 3600 + i));
                cli.call("ZADD", "{cl.2:0}:open", Integer.toString(i), Integer.toString(i));
                cli.call("ZADD", "{cl.2:0}:lease", "0", i + ":0123456789abcdef:1");
            }
            cli.call("ZADD", "{cl.2:0}:open", "5", "99999999999", "5", "-99999999999", "5", "9223372036854775807");
        }
        log(redis, "ours");

        try (Gatherer gatherer = gatherer(redis, (severity, message, cause) -> {})) {
            gatherer.start();
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> gatherer.stats().events().stored().repeats() == 1
                            && gatherer.stats().actions().stored().repeats() == 1);
        }
        assertThat(redis.cli("ZSCORE", "{cl.2:0}:open", "stranger 1")).isEqualTo("-1");
    }

    @EachRedis(isOneEnough = true)
    void keys_ofWrongTypes_costNoCountOfOthers(LocalRedis redis) {
        long start = Clock.systemUTC().instant().getEpochSecond() - 30;
        for (int i = 0; i < 6; i++) {
            String second = Long.toString(start + i);
            redis.cli("ZADD", "{cl.2:0}:z:" + second, "1", "0123456789abcde" + i);
            redis.cli("ZADD", "{cl.2:0}:open", second, second);
        }
        redis.cli("HSET", "{cl.2:0}:book", "g" + start, "many");
        redis.cli("HSET", "{cl.2:0}:book", "g" + (start + 1), "-1");
        redis.cli("HSET", "{cl.2:0}:book", "g" + (start + 2), "9223372036854775807");
        redis.cli("SET", "{cl.2:0}:d:" + (start + 3), "no hash");
        redis.cli("DEL", "{cl.2:0}:z:" + (start + 4));
        redis.cli("SET", "{cl.2:0}:z:" + (start + 4), "no set");
        String id = ":0123456789abcdef:";
        // Sealed deliveries: of a wrong type, without an owner, and of an owner with too many attempts.
        redis.cli("SET", "{cl.2:0}:Z:" + start + id + "7", "no set");
        redis.cli("ZADD", "{cl.2:0}:Z:" + start + id + "8", "10", "0123456789abcdef");
        redis.cli("SET", "{cl.2:0}:D:" + start + id + "8", "no hash");
        redis.cli("ZADD", "{cl.2:0}:Z:" + start + id + "9", "100", "0123456789abcdef");
        for (int generation = 7; generation <= 9; generation++) {
            redis.cli("ZADD", "{cl.2:0}:lease", "-inf", start + id + generation);
        }
        redis.cli("HSET", "{cl.2:0}:li", start + id + "9", "nobody 99999999999999999999 a");
        log(redis, "ours");

        String file = directory.resolve(redis.port() + "-keys.db").toString();
        Commands once = Commands.run("gather", "--once", "--redis", redis.uri(), "--database", file, "--lease", "2s");
        assertThat(once.code()).as(once.err()).isZero();
        String url = Sinks.jdbcUrl(file);

        assertThat(Sql.rows(url, "SELECT sum(repeats) FROM events")).containsExactly("116");
        assertThat(Sql.rows(url, "SELECT count(DISTINCT delivery) FROM events")).isNotEqualTo(List.of("1"));
        assertThat(redis.cli("GET", "{cl.2:0}:z:" + (start + 4))).isEqualTo("no set");
        assertThat(redis.cli("ZCARD", "{cl.2:0}:lease")).isEqualTo("0");
    }

    @Test
    void indexes_ofWrongTypes_areSaidAndWaitedFor() {
        LocalRedis redis = REDIS.get();
        log(redis, "ours");
        List<String> said = new CopyOnWriteArrayList<>();
        for (String key : List.of("open", "lease")) {
            redis.cli("RENAME", "{cl.2:0}:" + key, "kept");
            redis.cli("SET", "{cl.2:0}:" + key, "no set");
            said.clear();
            try (Gatherer gatherer = gatherer(redis, (severity, message, cause) -> said.add(message))) {
                gatherer.start();
                Awaitility.await().atMost(LIMIT).until(() -> said.stream()
                        .anyMatch(text -> text.contains("'keyPrefix'")));
                redis.cli("DEL", "{cl.2:0}:" + key);
                redis.cli("RENAME", "kept", "{cl.2:0}:" + key);
                Awaitility.await()
                        .atMost(LIMIT)
                        .until(() -> gatherer.stats().events().stored().repeats() == 1);
            }
            redis.cli("ZADD", "{cl.2:0}:lease", "0", "1:0123456789abcdef:1");
            log(redis, "ours");
        }
    }

    private Gatherer gatherer(LocalRedis redis, StatusListener status) {
        CentralogConfig config = config(redis).with(ReaderSettings.LATE_HOLD, Duration.ZERO);
        String url = Sinks.jdbcUrl(directory.resolve("events.db").toString());
        return Gatherer.open(config, Sinks.open(Databases.target(url)), status);
    }
}
