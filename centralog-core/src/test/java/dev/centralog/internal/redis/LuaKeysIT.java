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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Each script touches the keys that it declares and no other: a Redis Cluster and ACLs hold it to that. */
class LuaKeysIT {
    private static final Pattern KEY = Pattern.compile("\"(\\{cl[^\"]*)\"");
    private static final String END = "all seen";

    /** The commands that scripts run, as MONITOR shows them. */
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
        // No command without a key but the clock's.
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
    void questions_touchTheirDeclaredKeysOnly(LocalRedis redis) throws IOException {
        try (RawScripts scripts = new RawScripts(redis)) {
            assertTouches(
                    monitored(redis, () -> scripts.position("p")),
                    scripts.keys.open(Window.Signal.EVENTS),
                    scripts.keys.marker("p"));
            assertTouches(monitored(redis, scripts::identity), scripts.keys.meta());
        }
    }

    private static byte[][] reported(KeySpace keys, Window window) {
        return new byte[][] {
            keys.counts(window),
            keys.payloads(window),
            keys.open(window.signal()),
            keys.marker("p"),
            keys.generation(window)
        };
    }

    private static void assertDrainTouchesDeclaredKeysOnly(LocalRedis redis, RawScripts scripts, Window window)
            throws IOException {
        KeySpace keys = scripts.keys;
        SealedId id = new SealedId(window, 1);
        assertTouches(
                monitored(redis, () -> scripts.seal(id, "me")),
                keys.counts(window),
                keys.payloads(window),
                keys.open(window.signal()),
                keys.generation(window),
                keys.sealedCounts(id),
                keys.sealedPayloads(id),
                keys.leases(window.signal()),
                keys.owners(window.signal()));
        assertTouches(
                monitored(redis, () -> scripts.extend(id, "me")),
                keys.sealedCounts(id),
                keys.leases(window.signal()),
                keys.owners(window.signal()));
        assertTouches(monitored(redis, () -> scripts.payloads(id, "a", "b")), keys.sealedPayloads(id));
        assertTouches(
                monitored(redis, () -> scripts.acknowledge(id, "me")),
                keys.sealedCounts(id),
                keys.sealedPayloads(id),
                keys.leases(window.signal()),
                keys.owners(window.signal()));
    }
}
