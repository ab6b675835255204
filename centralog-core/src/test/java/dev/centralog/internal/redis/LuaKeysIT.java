// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static dev.centralog.internal.redis.RawScripts.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Stream;
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
    void scripts_each_touchTheirDeclaredKeysOnly(LocalRedis redis) throws IOException {
        try (RawScripts scripts = new RawScripts(redis)) {
            KeySpace keys = scripts.keys;
            long window = scripts.second() - 10;
            SealedId id = new SealedId(Window.second(window), 1);

            assertTouches(
                    monitored(redis, () -> scripts.report("p", 1, window, line("a", 1, "x"))),
                    keys.counts(Window.second(window)),
                    keys.payloads(Window.second(window)),
                    keys.open(Stream.EVENTS),
                    keys.marker("p"),
                    keys.generation(Window.second(window)));
            assertTouches(
                    monitored(redis, () -> scripts.seal(id, "me")),
                    keys.counts(Window.second(window)),
                    keys.payloads(Window.second(window)),
                    keys.open(Stream.EVENTS),
                    keys.generation(Window.second(window)),
                    keys.sealedCounts(id),
                    keys.sealedPayloads(id),
                    keys.leases(Stream.EVENTS),
                    keys.owners(Stream.EVENTS));
            assertTouches(
                    monitored(redis, () -> scripts.extend(id, "me")),
                    keys.leases(Stream.EVENTS),
                    keys.owners(Stream.EVENTS));
            assertTouches(
                    monitored(redis, () -> scripts.acknowledge(id, "me")),
                    keys.sealedCounts(id),
                    keys.sealedPayloads(id),
                    keys.leases(Stream.EVENTS),
                    keys.owners(Stream.EVENTS));
        }
    }
}
