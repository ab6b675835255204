// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.decode.ProcessDecoder;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** Tests the signs of life of producers in a real Redis, and that readers pass over them. */
class LifeSignsIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    private static CentralogConfig config(LocalRedis redis) {
        return Logs.config(redis)
                .with(Settings.PER_PROCESS, false)
                .with(Settings.RELEASE, "1.4.2")
                .with(Settings.INSTANCE, "pod");
    }

    /** Returns the signs in all open windows, each with its count. */
    private static List<String> signs(LocalRedis redis) {
        List<String> signs = new ArrayList<>();
        for (String key : redis.cliList("KEYS", "*:z:*")) {
            for (String name : redis.cliList("ZRANGE", key, "0", "-1")) {
                if (name.startsWith("~")) {
                    signs.add(name + " " + redis.cli("ZSCORE", key, name));
                }
            }
        }
        signs.sort(null);
        return signs;
    }

    private static ProcessInfo payloadOf(LocalRedis redis, String group) {
        for (String key : redis.cliList("KEYS", "*:d:*")) {
            String payload = redis.cli("HGET", key, group);
            if (!payload.isEmpty()) {
                assertThat(payload).contains("\"centralog\":\"", "\"java\":\"" + System.getProperty("java.version"));
                return ProcessDecoder.decode(payload.getBytes(StandardCharsets.UTF_8));
            }
        }
        throw new AssertionError("no payload of " + group);
    }

    @EachRedis
    void startAndEnd_areCountedWithTheirPayloads_andPassedOverByReaders(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = config(redis);
        Instant now = Instant.now();
        try (Centralog centralog = Logs.open(config)) {
            for (int i = 0; i < 3; i++) {
                centralog.log(Logs.event("event", now));
                long logged = i + 1L;
                Awaitility.await().atMost(LONG).until(() -> centralog.stats().acknowledged() == logged);
            }
            assertThat(centralog.close(LONG)).isZero();
            assertThat(centralog.stats().logged()).isEqualTo(3);
        }

        List<String> signs = signs(redis);
        assertThat(signs).hasSize(2);
        String process = signs.get(0).replaceFirst("~end:([0-9a-f]{16}) 1", "$1");
        assertThat(process).hasSize(16).isNotEqualTo("0".repeat(16));
        assertThat(signs).containsExactly("~end:" + process + " 1", "~start:" + process + " 1");
        assertThat(payloadOf(redis, "~start:" + process))
                .isEqualTo(payloadOf(redis, "~end:" + process))
                .returns("shop", ProcessInfo::app)
                .returns("1.4.2", ProcessInfo::release)
                .returns(ProcessHandle.current().pid(), ProcessInfo::pid)
                .returns("pod", ProcessInfo::instance);
        Logs all = Logs.gatherAll(config);
        assertThat(all.stored()).isEqualTo(3);
        assertThat(all.events()).extracting(each -> each.event().message()).containsOnly("event");
        assertThat(redis.cliList("KEYS", "*:Z:*")).isEmpty();
    }

    /** An application that logs one event and ends without closing anything: the JVM's hook does. */
    static final class Application {
        private Application() {}

        public static void main(String[] arguments) {
            Centralog centralog =
                    Logs.open(Logs.config(Integer.parseInt(arguments[0])).with(Settings.SHUTDOWN_TIMEOUT, LONG));
            centralog.log(Logs.event("last", Instant.now()));
        }
    }

    @EachRedis(isOneEnough = true)
    void end_ofAnApplicationThatClosesNothing_isReportedByTheHook(LocalRedis redis) {
        try (ForkedJvm jvm = ForkedJvm.builder(Application.class.getName())
                .arguments(Integer.toString(redis.port()))
                .start()) {
            assertThat(jvm.awaitExit(LONG)).as(jvm.standardError()).isZero();
        }

        assertThat(signs(redis)).hasSize(2).allMatch(sign -> sign.matches("~(start|end):[0-9a-f]{16} 1"));
    }

    @EachRedis(isOneEnough = true)
    void start_ofAnApplicationThatLogsNothing_comesAloneAfterTenSeconds(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = config(redis);
        long openedNanos = System.nanoTime();
        try (Centralog centralog = Logs.open(config)) {
            Awaitility.await().atMost(LONG).until(() -> !signs(redis).isEmpty());
            assertThat(Duration.ofNanos(System.nanoTime() - openedNanos)).isGreaterThan(Duration.ofSeconds(9));
            assertThat(signs(redis)).singleElement().asString().matches("~start:[0-9a-f]{16} 1");
            assertThat(centralog.close(LONG)).isZero();
        }

        assertThat(signs(redis)).hasSize(2);
        assertThat(Logs.gatherAll(config).stored()).isZero();
    }
}
