// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static dev.centralog.internal.redis.RawScripts.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.redis.RawScripts.Line;
import dev.centralog.internal.wire.Window;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tests that each script uses exactly the keys that it declares, as a Redis Cluster and ACLs require. */
class LuaKeysIT {
    private static final Pattern KEY = Pattern.compile("\"(\\{cl[^\"]*)\"");
    private static final Pattern COMMAND = Pattern.compile(" lua\\] \"([^\"]+)\"");
    private static final String END = "all seen";

    /** Returns the commands that scripts run, as MONITOR shows them. */
    private static List<String> monitored(LocalRedis redis, Runnable work) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port());
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.UTF_8));
            assertThat(in.readLine()).isEqualTo("+OK");
            work.run();
            redis.cli("ECHO", END);
            List<String> commands = new ArrayList<>();
            for (String seen = in.readLine(); !seen.contains(END); seen = in.readLine()) {
                if (seen.contains(" lua] ")) {
                    commands.add(seen);
                }
            }
            return commands;
        }
    }

    private static void assertTouches(List<String> commands, byte[]... declared) {
        Set<String> touched = new TreeSet<>();
        for (String command : commands) {
            Matcher key = KEY.matcher(command);
            while (key.find()) {
                touched.add(key.group(1));
            }
        }
        Set<String> expected = new TreeSet<>();
        for (byte[] key : declared) {
            expected.add(new String(key, StandardCharsets.UTF_8));
        }
        assertThat(touched).isEqualTo(expected);
        // Only the command for the time has no key.
        assertThat(commands)
                .allMatch(command -> KEY.matcher(command).find() || command.endsWith("\"TIME\""))
                .isNotEmpty();
    }

    @EachRedis
    void report_touchesItsDeclaredKeysOnly(LocalRedis redis) throws IOException {
        try (RawScripts scripts = new RawScripts(redis)) {
            Window window = Window.second(scripts.second() - 10);

            assertTouches(
                    monitored(redis, () -> scripts.applyEvents("p", 1, window.start(), line("a", 1, "x"))),
                    reported(scripts.keys, window));
            assertDrainTouchesDeclaredKeysOnly(redis, scripts, window);
        }
    }

    @EachRedis
    void count_touchesItsDeclaredKeysOnly(LocalRedis redis) throws IOException {
        try (RawScripts scripts = new RawScripts(redis)) {
            scripts.maxGroups = 1;
            Window slice = Window.slice(scripts.second() - 120, 60);
            String totals = "{\"v\":1,\"n\":1,\"s\":[0,0,1,0],\"l\":[0,0,1,0],\"h\":[0,0,1,0]}";

            assertTouches(
                    monitored(
                            redis,
                            () -> scripts.applyActions(
                                    "p", 1, slice, new Line("1:1a", 1, totals), new Line("1:2a", 1, totals))),
                    reported(scripts.keys, slice));
            assertDrainTouchesDeclaredKeysOnly(redis, scripts, slice);
        }
    }

    @EachRedis
    void book_isAllThatQuestionsTouch(LocalRedis redis) throws IOException {
        try (RawScripts scripts = new RawScripts(redis)) {
            UUID id = RawScripts.producer("p");
            assertTouches(monitored(redis, () -> scripts.ask(id)), scripts.keys.book());
            assertTouches(monitored(redis, () -> scripts.mark(id, RawScripts.REDIS_ID, "r")), scripts.keys.book());
        }
    }

    @EachRedis
    void trimming_touchesItsDeclaredKeysOnly(LocalRedis redis) throws IOException {
        try (RawScripts scripts = new RawScripts(redis)) {
            scripts.applyEvents("p", 1, scripts.second() - 10, line("a", 1, "x"));
            scripts.text("HSET", scripts.keys.book(), "g1", "1");

            assertTouches(
                    monitored(redis, () -> assertThat(scripts.trim(0, 0, scripts.book()))
                            .isEqualTo(2)),
                    scripts.keys.book(),
                    scripts.keys.open(Window.Signal.EVENTS),
                    scripts.keys.open(Window.Signal.ACTIONS));
        }
    }

    /** Checks that the two users of docs/security.md may run the commands of their scripts on the keys of these. */
    @EachRedis
    void users_mayDoWhatTheirScriptsDo(LocalRedis redis) throws IOException {
        try (RawScripts scripts = new RawScripts(redis)) {
            scripts.maxGroups = 1;
            UUID id = RawScripts.producer("p");
            long second = scripts.second() - 10;
            Window slice = Window.slice(second - 1200, 600);
            List<String> produced = monitored(redis, () -> {
                scripts.ask(id);
                scripts.applyEvents("p", 1, second, line("a", 1, "x"), line("b", 1, "x"));
                scripts.applyEvents("p", 2, second, line("a", 1, ""), line("c", 1, ""));
                scripts.applyActions("p", 3, slice, new Line("1:1a", 1, "{}"), new Line("1:2a", 1, "{}"));
                scripts.mark(id, RawScripts.REDIS_ID, "c");
            });
            List<String> gathered = monitored(redis, () -> {
                scripts.ask();
                for (SealedId sealed : List.of(RawScripts.sealed(second, 1), RawScripts.sealed(slice, 1))) {
                    scripts.seal(sealed, "me");
                    scripts.extend(sealed, "me");
                    scripts.payloads(sealed, "a");
                    scripts.acknowledge(sealed, "me");
                }
                scripts.text("ZADD", scripts.keys.open(Window.Signal.EVENTS), second - 1, second - 1);
                scripts.text("HSET", scripts.keys.payloads(Window.second(second - 1)), "a", "x");
                scripts.seal(RawScripts.sealed(second - 1, 1), "me");
                scripts.trim(0, 0, scripts.book());
            });

            assertMay("centralog-producer", produced);
            assertMay("centralog-gatherer", gathered);
        }
    }

    private static void assertMay(String user, List<String> commands) throws IOException {
        List<String> rules = rules(user);
        for (String command : commands) {
            Matcher name = COMMAND.matcher(command);
            assertThat(name.find()).as(command).isTrue();
            assertThat(rules).as(command).contains("+" + name.group(1).toLowerCase(Locale.ROOT));
            Matcher key = KEY.matcher(command);
            if (key.find()) {
                assertThat(rules).as(command).anyMatch(rule -> allows(rule, key.group(1)));
            }
        }
    }

    private static boolean allows(String rule, String key) {
        String pattern = rule.substring(1);
        return rule.startsWith("~")
                && (pattern.endsWith("*")
                        ? key.startsWith(pattern.substring(0, pattern.length() - 1))
                        : key.equals(pattern));
    }

    private static List<String> rules(String user) throws IOException {
        Path fromRoot = Path.of("docs", "security.md");
        Path document = Files.exists(fromRoot) ? fromRoot : Path.of("..", "docs", "security.md");
        return Files.readAllLines(document).stream()
                .filter(line -> line.startsWith("ACL SETUSER " + user + " "))
                .map(line -> List.of(line.split(" ")))
                .findFirst()
                .orElseThrow();
    }

    private static byte[][] reported(KeySpace keys, Window window) {
        return new byte[][] {
            keys.book(), keys.open(window.signal()), keys.counts(window), keys.payloads(window),
        };
    }

    private static void assertDrainTouchesDeclaredKeysOnly(LocalRedis redis, RawScripts scripts, Window window)
            throws IOException {
        KeySpace keys = scripts.keys;
        SealedId id = RawScripts.sealed(window, 1);
        assertTouches(
                monitored(redis, () -> scripts.seal(id, "me")),
                keys.counts(window),
                keys.payloads(window),
                keys.open(window.signal()),
                keys.book(),
                keys.sealedCounts(id),
                keys.sealedPayloads(id),
                keys.leases(window.signal()),
                keys.owners(window.signal()));
        assertTouches(
                monitored(redis, () -> scripts.extend(id, "me")),
                keys.sealedCounts(id),
                keys.leases(window.signal()),
                keys.owners(window.signal()));
        assertTouches(
                monitored(redis, () -> scripts.payloads(id, "a", "b")),
                keys.sealedPayloads(id),
                keys.leases(window.signal()));
        assertTouches(
                monitored(redis, () -> scripts.acknowledge(id, "me")),
                keys.sealedCounts(id),
                keys.sealedPayloads(id),
                keys.leases(window.signal()),
                keys.owners(window.signal()));
    }
}
