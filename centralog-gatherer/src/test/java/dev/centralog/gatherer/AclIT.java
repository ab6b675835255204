// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.Action;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gather.ActionSource;
import dev.centralog.gather.EventSource;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.redis.RedisBatchTransport;
import dev.centralog.internal.redis.read.RedisGatherStore;
import dev.centralog.internal.redis.read.TrimStore;
import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.ship.BatchNumber;
import dev.centralog.internal.ship.BatchTransport;
import dev.centralog.internal.ship.Marker;
import dev.centralog.internal.ship.ProducerStates;
import dev.centralog.internal.ship.Standing;
import dev.centralog.internal.wire.Window;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.MonitoredRedis;
import dev.centralog.testkit.RedisCli;
import dev.centralog.testkit.RedisCliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the users that docs/security.md describes: they can do all that is needed, and nothing else. */
class AclIT {
    private static final StatusListener SILENT = (severity, message, cause) -> {};
    private static final String PASSWORD = "of-a-test";
    private static final dev.centralog.internal.time.Clock OWN_CLOCK = dev.centralog.internal.time.Clock.system();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path directory = Path.of("");

    /** A documented line: the user's name and its rights. */
    private record User(String name, List<String> rules) {
        static User documented(String name) throws IOException {
            String line = Files.readString(Path.of("..", "docs/security.md"))
                    .lines()
                    .filter(each -> each.startsWith("ACL SETUSER " + name + " "))
                    .reduce((one, other) -> {
                        throw new IllegalStateException("two lines of " + name);
                    })
                    .orElseThrow();
            List<String> words =
                    List.of(line.replace(">PASSWORD", ">" + PASSWORD).split(" "));
            return new User(name, words.subList(3, words.size()));
        }

        void create(LocalRedis redis) {
            set(redis, name, rules);
        }

        static void set(LocalRedis redis, String name, List<String> rules) {
            List<String> call = new ArrayList<>(List.of("ACL", "SETUSER", name));
            call.addAll(rules);
            redis.cli(call.toArray(String[]::new));
        }

        String uri(LocalRedis redis) {
            return "redis://" + name + ":" + PASSWORD + "@127.0.0.1:" + redis.port();
        }

        CentralogConfig config(LocalRedis redis) {
            return CentralogConfig.defaults()
                    .with(Settings.REDIS, uri(redis))
                    .with(Settings.SLICE_LENGTH, Duration.ofSeconds(1))
                    .with(Settings.SLICE_RING, 60)
                    .with(Settings.MAX_GROUPS, 2)
                    .with(Settings.MAX_SLICE_GROUPS, 2)
                    .with(ReaderSettings.LEASE, Duration.ofSeconds(1));
        }
    }

    /** Does all that a producer does: new groups, known groups, those beyond the cap, both streams, and the state of Redis. */
    private static void produce(LocalRedis redis, User producer) {
        Instant time = Clock.systemUTC().instant().minusSeconds(20);
        try (BatchTransport transport = new RedisBatchTransport(producer.config(redis), null, OWN_CLOCK)) {
            transport.connect();
            UUID nobody = UUID.randomUUID();
            ProducerStates states = transport.ask(List.of(nobody));
            assertThat(states.markers()).containsExactly(Marker.ABSENT);
            // A repeat whose payload came with an earlier delivery: the window has been sealed since.
            BatchLine repeat = new BatchLine("0123456789abcdef".getBytes(ISO_8859_1), 1, new byte[0]);
            Batch batch = new Batch(
                    new BatchNumber(nobody, 1, 0, 1), 1, Window.second(time.getEpochSecond()), List.of(repeat));
            Standing standing = new Standing(states.redisId(), states.redisMillis());
            assertThat(transport
                            .send(batch, standing)
                            .toCompletableFuture()
                            .join()
                            .missing())
                    .hasSize(1);
            transport.retire(nobody, states.redisId());
        }
        for (int round = 0; round < 2; round++) {
            try (Centralog centralog = Centralog.open(producer.config(redis), SILENT)) {
                for (int i = 0; i < 4; i++) {
                    centralog.log(LogEvent.builder()
                            .time(time)
                            .message("event " + i)
                            .logger("l" + i)
                            .build());
                    centralog.actions().log(Action.of(i, "pay").withValue(1).at(time));
                }
                assertThat(centralog.close(LIMIT)).isZero();
            }
        }
    }

    /** Trims at once, which a gatherer does only after a minute. */
    private static void trim(CentralogConfig config) {
        try (RedisGatherStore store = new RedisGatherStore(config, null, Window.Signal.EVENTS, 0)) {
            store.connect();
            TrimStore.Page page = store.page(TrimStore.Page.FIRST);
            assertThat(store.trim(Duration.ZERO, Duration.ZERO, page.fields())).isPositive();
        }
    }

    /** Does all that a gatherer does: keeps a lease, takes one over, looks into open slices, and stores in a database. */
    private void gather(LocalRedis redis, User producer, User gatherer) throws InterruptedException {
        CentralogConfig config = gatherer.config(redis);
        try (EventSource source = EventSource.open(config, SILENT)) {
            EventWindow held = source.claim(LIMIT);
            assertThat(held).isNotNull();
            EventWindow other = source.claim(Duration.ofMillis(700)); // signs of life are in later windows
            assertThat(other == null || !other.windowStart().equals(held.windowStart()))
                    .isTrue();
            held.release();
            EventWindow again = source.claim(LIMIT);
            while (again != null && !again.windowStart().equals(held.windowStart())) {
                again = source.claim(LIMIT);
            }
            assertThat(again).isNotNull();
            assertThat(again.attempts()).isEqualTo(2);
            assertThat(again.content().events()).hasSizeGreaterThan(2);
            assertThat(again.acknowledge()).isTrue();
        }
        try (ActionSource source = ActionSource.open(config, SILENT)) {
            source.openSlices().forEach(slice -> {
                Iterator<?> open = source.peek(slice);
                assertThat(open.hasNext()).isTrue();
            });
        }
        produce(redis, producer); // late counts, of windows that were sealed already
        trim(config);
        String file = directory.resolve(redis.port() + ".db").toString();
        for (String[] command : new String[][] {
            {"gather", "--once", "--redis", gatherer.uri(redis), "--database", file},
            {"actions", "--live", "--redis", gatherer.uri(redis), "--database", file},
            {"tail", "--database", file}
        }) {
            Commands done = Commands.run(command);
            assertThat(done.code()).as(done.err()).isZero();
        }
        assertThat(Sql.rows(Sinks.jdbcUrl(file), "SELECT sum(count) FROM actions"))
                .containsExactly("16");
    }

    @EachRedis
    void users_asDocumented_canDoAllThatIsNeededAndNothingElse(LocalRedis redis) throws Exception {
        User producer = User.documented("centralog-producer");
        User gatherer = User.documented("centralog-gatherer");
        producer.create(redis);
        gatherer.create(redis);
        List<List<String>> produced;
        List<List<String>> gathered;
        try (MonitoredRedis monitored = new MonitoredRedis(redis)) {
            EventSource.open(gatherer.config(redis), SILENT).close(); // the first user makes the stream's keys
            gathered = monitored.seen();
            produce(redis, producer);
            produced = monitored.seen();
            gather(redis, producer, gatherer);
            gathered.addAll(monitored.seen());
        }

        // The client library sends its own name when it connects, and ignores it if that is refused.
        assertThat(redis.cliList("ACL", "LOG"))
                .allMatch(entry -> entry.matches("(?s).*object\nclient(\\|setname)?\n.*"));
        // Gathering included a producer's commands; the gatherer need not be allowed to run these.
        gathered.removeIf(command -> !isAllowed(redis, gatherer.name, command));
        assertRefused(redis, producer);
        assertRefused(redis, gatherer);
        if (redis.version() == LocalRedis.Version.V7_0) {
            assertThat(unneededRules(redis, producer, produced)).isEmpty();
            assertThat(unneededRules(redis, gatherer, gathered)).containsExactly("+wait"); // needed only with replicas
        }
    }

    /** Checks that status works for the documented user, which may not search all keys, and says that it could not. */
    @EachRedis
    void status_asTheDocumentedGatherer_tellsAllButOtherPrefixes(LocalRedis redis) throws IOException {
        User gatherer = User.documented("centralog-gatherer");
        gatherer.create(redis);
        String file = directory.resolve(redis.port() + ".db").toString();
        String[] where = {"--redis", gatherer.uri(redis), "--database", file};
        assertThat(Commands.run("gather", "--once", where[0], where[1], where[2], where[3])
                        .code())
                .isZero();

        Commands status = Commands.run("status", where[0], where[1], where[2], where[3]);

        assertThat(status.code()).as(status.out()).isEqualTo(1);
        assertThat(status.out())
                .contains(
                        "whether there are other prefixes is not known", "WARNING   no application has sent anything");
    }

    private static List<String> unneededRules(LocalRedis redis, User user, List<List<String>> commands) {
        List<String> unneeded = new ArrayList<>();
        for (String rule : user.rules) {
            if (rule.startsWith("+") || rule.startsWith("~")) {
                List<String> others = new ArrayList<>(user.rules);
                others.remove(rule);
                User.set(redis, "without", others);
                if (commands.stream().allMatch(command -> isAllowed(redis, "without", command))) {
                    unneeded.add(rule);
                }
            }
        }
        return unneeded;
    }

    /** Returns whether Redis would allow the command; only 7.0 can tell, for older versions it returns true. */
    private static boolean isAllowed(LocalRedis redis, String user, List<String> command) {
        if (redis.version() != LocalRedis.Version.V7_0) {
            return true;
        }
        List<String> call = new ArrayList<>(List.of("ACL", "DRYRUN", user));
        call.addAll(command);
        try (RedisCli cli = redis.connect()) {
            return RedisCli.text(cli.call(
                            call.stream().map(text -> text.getBytes(ISO_8859_1)).toArray(byte[][]::new)))
                    .equals("OK");
        }
    }

    private static void assertRefused(LocalRedis redis, User user) {
        redis.cli("SET", "cl", "x");
        redis.cli("ZADD", "{cl2:0}:open", "1", "1");
        String[][] commands = {
            {"FLUSHALL"},
            {"FLUSHDB"},
            {"KEYS", "*"},
            {"SCAN", "0"},
            {"CONFIG", "GET", "*"},
            {"ACL", "LIST"},
            {"SHUTDOWN"},
            {"SCRIPT", "FLUSH"},
            {"MONITOR"},
            {"DEL", "{cl.2}:meta"},
            {"CLIENT", "LIST"},
            {"GET", "cl"},
            {"GET", "{cl2:0}:g:1"},
            {"ZCARD", "{cl2:0}:open"},
            {"HGET", "{cl2}:meta", "protocol"},
            {"EVAL", "return redis.call('KEYS', '*')", "0"},
            {"EVAL", "return redis.call('GET', KEYS[1])", "1", "cl"},
            {"EVAL", "return redis.call('GET', 'cl')", "0"},
        };
        for (String[] command : commands) {
            try (RedisCli cli = new RedisCli(redis.port(), LIMIT)) {
                cli.call("AUTH", user.name, PASSWORD);
                assertThatThrownBy(() -> cli.call(command))
                        .as(user.name + ": " + Arrays.toString(command))
                        .isInstanceOf(RedisCliException.class)
                        .message()
                        .containsPattern("NOPERM|can.t run this|can.t access|no permissions");
            }
        }
        assertThat(redis.cli("GET", "cl")).isEqualTo("x");
    }
}
