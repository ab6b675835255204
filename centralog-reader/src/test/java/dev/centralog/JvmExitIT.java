// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.EachRedisClass;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalRedis;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of JVMs that end without closing their producer, in each of several ways. */
@EachRedisClass(isOneEnough = true)
class JvmExitIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int EVENTS = 2000;

    private final LocalRedis redis;

    JvmExitIT(LocalRedis redis) {
        this.redis = redis;
    }

    @BeforeEach
    void empty() {
        redis.flush();
    }

    /** The ways in which the JVM ends. */
    enum Ending {
        RETURN,
        EXIT,
        UNCAUGHT,
        OTHER_HOOK_LOGS,
        /** The application's hook logs after Centralog's hook has found that no more is logged. */
        OTHER_HOOK_LOGS_LATE,
        /** The application's hook runs after Centralog's, and looks at the threads that are left. */
        OTHER_HOOK_LOOKS
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OTHER_HOOK_LOOKS")
    void jvm_endsWithoutClosing_allIsInRedis(Ending ending) throws InterruptedException {
        try (ForkedJvm jvm = ForkedJvm.builder(Application.class.getName())
                .arguments(String.valueOf(redis.port()), ending.name())
                .start()) {
            int code = jvm.awaitExit(LIMIT);

            assertThat(code).as(jvm.standardError()).isEqualTo(codeOf(ending));
            assertThat(jvm.standardError()).doesNotContain("not confirmed");
        }
        int expected = isByAHook(ending) ? EVENTS + 10 : EVENTS;
        assertThat(Logs.gatherAll(Logs.config(redis)).stored()).isEqualTo(expected);
        assertThat(Actions.gatherAll(Actions.config(redis.port())).count()).isEqualTo(expected);
    }

    private static boolean isByAHook(Ending ending) {
        return ending == Ending.OTHER_HOOK_LOGS || ending == Ending.OTHER_HOOK_LOGS_LATE;
    }

    private static int codeOf(Ending ending) {
        return switch (ending) {
            case EXIT -> 7;
            case UNCAUGHT -> 1;
            case RETURN, OTHER_HOOK_LOGS, OTHER_HOOK_LOGS_LATE, OTHER_HOOK_LOOKS -> 0;
        };
    }

    /** Checks that the hook disconnects: else the JVM would wait 0.3 s for the connection's threads. */
    @Test
    void jvm_endsWithoutClosing_hookDisconnects() throws InterruptedException {
        try (ForkedJvm jvm = ForkedJvm.builder(Application.class.getName())
                .arguments(String.valueOf(redis.port()), Ending.OTHER_HOOK_LOOKS.name())
                .start()) {
            assertThat(jvm.awaitExit(LIMIT)).as(jvm.standardError()).isZero();

            assertThat(jvm.standardOutput()).contains("threads of the client before: true, behind our hook: false");
        }
        assertThat(Logs.gatherAll(Logs.config(redis)).stored()).isEqualTo(EVENTS);
    }

    @ParameterizedTest
    @CsvSource("0")
    void jvm_endsWithoutHook_isNotHeldUp(int code) {
        try (ForkedJvm jvm = ForkedJvm.builder(Application.class.getName())
                .jvmOptions("-Dhook=false")
                .arguments(String.valueOf(redis.port()), Ending.RETURN.name())
                .start()) {
            assertThat(jvm.awaitExit(LIMIT)).isEqualTo(code);
        }
        assertThat(redis.cliList("KEYS", "*")).noneMatch(key -> key.contains(":z:"));
    }

    /** An application that logs, and ends. */
    static final class Application {
        private Application() {}

        public static void main(String[] arguments) {
            boolean hook = Boolean.parseBoolean(System.getProperty("hook", "true"));
            CentralogConfig config = Actions.config(Integer.parseInt(arguments[0]))
                    .with(Settings.SHUTDOWN_HOOK, hook)
                    // A new JVM on a busy machine takes seconds to load the Redis client, which it does only now.
                    .with(Settings.SHUTDOWN_TIMEOUT, Duration.ofSeconds(40))
                    .with(Settings.CONNECT_TIMEOUT, Duration.ofSeconds(20))
                    .with(Settings.COMMAND_TIMEOUT, Duration.ofSeconds(20))
                    .with(Settings.FLUSH_INTERVAL, Duration.ofSeconds(10));
            Centralog centralog = Centralog.open(config);
            Ending ending = Ending.valueOf(arguments[1]);
            if (isByAHook(ending)) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    pause(ending == Ending.OTHER_HOOK_LOGS_LATE ? Duration.ofSeconds(1) : Duration.ZERO);
                    log(centralog, 10);
                }));
            }
            log(centralog, EVENTS);
            switch (ending) {
                case EXIT -> System.exit(7);
                case UNCAUGHT -> throw new IllegalStateException("nobody catches this");
                case RETURN, OTHER_HOOK_LOGS, OTHER_HOOK_LOGS_LATE -> {}
                case OTHER_HOOK_LOOKS -> {
                    Awaitility.await()
                            .atMost(LIMIT)
                            .until(() -> centralog.stats().acknowledged() == EVENTS);
                    boolean before = isAlive("centralog-lettuce-nioEventLoop");
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                        Awaitility.await().atMost(LIMIT).until(() -> !isAlive("centralog-shutdown"));
                        System.out.println("threads of the client before: " + before + ", behind our hook: "
                                + isAlive("centralog-lettuce-nioEventLoop"));
                    }));
                }
            }
        }

        private static boolean isAlive(String name) {
            return Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(each -> each.getName().startsWith(name));
        }

        private static void pause(Duration length) {
            long end = System.nanoTime() + length.toNanos();
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
        }

        private static void log(Centralog centralog, int events) {
            for (int i = 0; i < events; i++) {
                centralog.log(Logs.event("event " + i % 40, Logs.ago(Duration.ofSeconds(5 + i % 3))));
                centralog.actions().log(i % 40, "view");
            }
        }
    }
}
