// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of applications that spill, and are killed with kill -9 at random moments while Redis is stopped, frozen, full or
 * available. Each event and each action has a number of its own: those that the application knew to be safe are stored once,
 * all others at most once. In every other application the calls wait, and each call that returns is known to be safe.
 */
class SpillKillIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    /** The distance between the first numbers of two applications. */
    private static final long LIFE = 1_000_000;

    private final LocalRedis redis = LocalRedis.builder(LocalRedis.Version.newest())
            .config("appendonly yes", "appendfsync always")
            .start();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        redis.close();
    }

    private static CentralogConfig config(int port, Path directory) {
        return Actions.config(port)
                .with(Settings.GROUP_BY, GroupBy.MESSAGE)
                .with(Settings.SPILL_DIRECTORY, directory.toString());
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(20))
                .ignoreException(UncheckedIOException.class) // files that are deleted while they are listed
                .until(condition);
    }

    private boolean hasSegments() {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.anyMatch(file -> file.toString().endsWith(".spill"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The states of Redis while an application logs. */
    private enum State {
        AWAY,
        FULL,
        FROZEN,
        THERE;

        void begin(LocalRedis redis) {
            switch (this) {
                case AWAY -> redis.kill();
                case FULL -> redis.cli("CONFIG", "SET", "maxmemory", "1");
                case FROZEN -> redis.freeze();
                case THERE -> {}
            }
        }

        void end(LocalRedis redis) {
            switch (this) {
                case AWAY -> redis.start();
                case FULL -> redis.cli("CONFIG", "SET", "maxmemory", "0");
                case FROZEN -> redis.thaw();
                case THERE -> {}
            }
        }
    }

    private ForkedJvm start(long life, boolean callsWait) {
        return ForkedJvm.builder(Application.class.getName())
                .arguments(
                        String.valueOf(redis.port()),
                        directory.toString(),
                        String.valueOf(life * LIFE),
                        String.valueOf(callsWait))
                .start();
    }

    private static long lastSecured(ForkedJvm jvm) {
        return jvm.standardOutput()
                .lines()
                .filter(line -> line.startsWith(Application.SECURED))
                .mapToLong(line -> Long.parseLong(line.substring(Application.SECURED.length())))
                .max()
                .orElse(-1);
    }

    @Test
    void applications_killedAtRandom_storeOnceWhatWasSecured() throws InterruptedException {
        long seed = new Random().nextLong();
        System.out.println("SpillKillIT: seed " + seed);
        Random random = new Random(seed);
        Map<Long, Long> secured = new HashMap<>();
        int kills = Faults.times(3, 50);
        try (ForkedJvm companion = start(0, false)) { // is never killed, and uses the same directory
            for (long life = 1; life <= kills; life++) {
                State state = State.values()[(int) ((life - 1) % State.values().length)];
                state.begin(redis);
                boolean callsWait = (life + life / State.values().length) % 2 == 1;
                try (ForkedJvm jvm = start(life, callsWait)) {
                    jvm.awaitOutput(Application.SECURED, LONG);
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(700)); // to kill at a random moment
                    jvm.killHard();
                    secured.put(life, lastSecured(jvm));
                    assertThat(jvm.standardError()).doesNotContain("damaged");
                }
                state.end(redis);
            }
            companion.awaitOutput(Application.SECURED, LONG);
            redis.kill();
            long before = lastSecured(companion);
            await(() -> lastSecured(companion) > before);
            companion.killHard();
            secured.put(0L, lastSecured(companion));
        }
        redis.start();
        assertThat(hasSegments()).isTrue();

        recover();
        Map<Long, Long> events = storedEvents();
        Map<Long, Long> actions = storedActions();
        secured.forEach((life, last) -> {
            for (long number = life * LIFE; number <= last; number++) {
                assertThat(events).containsEntry(number, 1L);
                assertThat(actions).containsEntry(number, 1L);
            }
        });
        assertThat(events.values()).containsOnly(1L);
        assertThat(actions.values()).containsOnly(1L);
        System.out.println("SpillKillIT: " + (kills + 1) + " kills, " + events.size() + " events and " + actions.size()
                + " actions stored, each once");
    }

    /** Tests a full disk, by a limit on the size of files, which also ends writes in the middle. */
    @Test
    void disk_fullInMidWrite_keepsNoHalfAndLosesNothing() throws InterruptedException, IOException {
        redis.kill();
        long last;
        try (ForkedJvm jvm = start(1, false)) {
            jvm.awaitOutput(Application.SECURED, LONG);
            Process limit = new ProcessBuilder(
                            "prlimit", "--pid", String.valueOf(jvm.pid()), "--fsize=" + (sizeOfSegments() + 1000))
                    .inheritIO()
                    .start();
            assertThat(limit.waitFor()).isZero();
            await(() -> jvm.standardError().contains("can't write to"));
            redis.start();
            long before = lastSecured(jvm);
            await(() -> lastSecured(jvm) > before + 60);
            assertThat(jvm.standardError()).doesNotContain("damaged");
            jvm.killHard();
            last = lastSecured(jvm);
        }
        recover();
        Map<Long, Long> events = storedEvents();
        for (long number = LIFE; number <= last; number++) {
            assertThat(events).containsEntry(number, 1L);
        }
        assertThat(events.values()).containsOnly(1L);
        assertThat(storedActions().values()).containsOnly(1L);
    }

    private long sizeOfSegments() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(".spill"))
                    .mapToLong(file -> file.toFile().length())
                    .max()
                    .orElseThrow();
        }
    }

    /** Starts an application that recovers the spill and logs nothing. */
    private void recover() {
        try (Centralog centralog = Logs.open(config(redis.port(), directory))) {
            await(() -> !hasSegments());
            assertThat(centralog.stats().logged()).isZero();
        }
    }

    private Map<Long, Long> storedEvents() throws InterruptedException {
        Map<Long, Long> stored = new HashMap<>();
        for (GatheredEvent each :
                Logs.gatherAll(config(redis.port(), directory)).events()) {
            stored.merge(Long.parseLong(String.valueOf(each.event().message())), each.repeats(), Long::sum);
        }
        return stored;
    }

    private Map<Long, Long> storedActions() throws InterruptedException {
        Map<Long, Long> stored = new HashMap<>();
        for (GatheredAction each :
                Actions.gatherAll(config(redis.port(), directory)).rows()) {
            stored.merge(Long.parseLong(each.user()), each.count(), Long::sum);
        }
        return stored;
    }

    /**
     * An application that logs numbered events and actions, a few at a time, and prints the number up to which they are in
     * Redis or on disk. It knows that from the counters, or because the calls have returned.
     */
    static final class Application {
        static final String SECURED = "secured ";

        private Application() {}

        public static void main(String[] arguments) {
            long number = Long.parseLong(arguments[2]);
            boolean callsWait = Boolean.parseBoolean(arguments[3]);
            Centralog centralog = Centralog.open(config(Integer.parseInt(arguments[0]), Path.of(arguments[1]))
                    .with(Settings.AWAIT_DURABLE_TIMEOUT, callsWait ? LONG : Duration.ZERO));
            long logged = 0;
            while (true) {
                for (int i = 0; i < (callsWait ? 1 : 20); i++) {
                    centralog.log(Logs.event(Long.toString(number + logged), Logs.ago(Duration.ofSeconds(5))));
                    centralog.actions().log(number + logged, "act");
                    logged++;
                }
                if (callsWait) {
                    System.out.println(SECURED + (number + logged - 1));
                    continue;
                }
                long expected = logged;
                Awaitility.await()
                        .atMost(LONG)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> isSecured(centralog.stats(), expected)
                                && isSecured(centralog.actions().stats(), expected));
                System.out.println(SECURED + (number + logged - 1));
            }
        }

        private static boolean isSecured(CentralogStats stats, long expected) {
            return stats.acknowledged() + stats.spilled() == expected;
        }
    }
}
