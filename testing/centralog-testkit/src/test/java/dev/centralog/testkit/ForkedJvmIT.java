// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class ForkedJvmIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void jvm_ends_exitCodeAndBothOutputsAreThere() {
        try (ForkedJvm jvm = ForkedJvm.builder(Talker.class.getName())
                .jvmOptions("-Dtalker.code=3")
                .environment("TALKER", "from outside")
                .arguments("a b", "c")
                .start()) {
            assertThat(jvm.awaitExit(LIMIT)).isEqualTo(3);
            assertThat(jvm.standardOutput()).contains("[a b, c] from outside");
            assertThat(jvm.standardError()).contains("to standard error");
        }
    }

    @Test
    void terminate_runsShutdownHooks() {
        try (ForkedJvm jvm = Talker.thatWaits()) {
            jvm.awaitOutput("waiting", LIMIT);

            assertThat(jvm.terminate(LIMIT)).isEqualTo(128 + 15);
            assertThat(jvm.standardOutput()).contains("hook");
        }
    }

    @Test
    void killHard_runsNoShutdownHook() {
        try (ForkedJvm jvm = Talker.thatWaits()) {
            jvm.awaitOutput("waiting", LIMIT);

            jvm.killHard();

            assertThat(jvm.isAlive()).isFalse();
            assertThat(jvm.standardOutput()).doesNotContain("hook");
        }
    }

    @Test
    void awaitOutput_neverPrinted_saysWhatWas() {
        try (ForkedJvm jvm = ForkedJvm.builder(Talker.class.getName()).start()) {
            assertThatThrownBy(() -> jvm.awaitOutput("never", LIMIT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("to standard error");
        }
    }

    @Test
    void redis_itsJvmKilledHard_diesToo() {
        long server;
        try (ForkedJvm jvm = ForkedJvm.builder(RedisOwner.class.getName()).start()) {
            jvm.awaitOutput("owned ", LIMIT);
            server = Long.parseLong(jvm.standardOutput().replaceAll("(?s).*owned (\\d+).*", "$1"));
            assertThat(isAlive(server)).isTrue();

            jvm.killHard();
        }

        Awaitility.await().atMost(LIMIT).until(() -> !isAlive(server));
    }

    @Test
    void postgres_itsJvmKilledHard_diesToo_andLeavesNoSharedMemory() throws SQLException {
        List<String> before = segments();

        List<String> its = new ArrayList<>();
        assertDiesWithItsJvm(PostgresOwner.class, "?user=postgres", url -> its.add(segment(url)));

        assertThat(before).doesNotContainAnyElementsOf(its);
        Awaitility.await().atMost(LIMIT).until(() -> !segments().contains(its.get(0)));
    }

    /** Returns the id of the shared memory of a PostgreSQL, as it is in the 7th line of its file, behind the key. */
    private static String segment(String url) throws SQLException {
        String sql = "SELECT split_part(trim(split_part(pg_read_file('postmaster.pid'), chr(10), 7)), ' ', -1)";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Returns the ids of all shared memory of this machine. */
    private static List<String> segments() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/sysvipc/shm"))) {
            return lines.skip(1).map(line -> line.strip().split("\\s+")[1]).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Look {
        void at(String url) throws SQLException;
    }

    @Test
    @EnabledIf("dev.centralog.testkit.LocalMariaDb#isAvailable")
    void mariaDb_itsJvmKilledHard_diesToo() throws SQLException {
        assertDiesWithItsJvm(MariaDbOwner.class, "?user=root", url -> DriverManager.getConnection(url)
                .close());
    }

    private static void assertDiesWithItsJvm(Class<?> owner, String endOfUrl, Look look) throws SQLException {
        String url;
        try (ForkedJvm jvm = ForkedJvm.builder(owner.getName()).start()) {
            jvm.awaitOutput(endOfUrl, Duration.ofSeconds(90));
            url = jvm.standardOutput().strip();
            look.at(url);

            jvm.killHard();
        }

        Awaitility.await().atMost(LIMIT).until(() -> !answers(url));
    }

    private static boolean answers(String url) {
        try {
            DriverManager.getConnection(url).close();
            return true;
        } catch (SQLException ignored) {
            return false;
        }
    }

    private static boolean isAlive(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        // In a container without an init, a dead process whose parent has not waited for it still has an entry, but no
        // command.
        return process.isPresent() && process.get().info().command().isPresent();
    }

    /** Prints its arguments; waits for ever if the arguments say so. */
    static final class Talker {
        private Talker() {}

        static ForkedJvm thatWaits() {
            return ForkedJvm.builder(Talker.class.getName()).arguments("wait").start();
        }

        public static void main(String[] arguments) throws IOException {
            System.out.println(java.util.List.of(arguments) + " " + System.getenv("TALKER"));
            System.err.println("to standard error");
            if (arguments.length == 1) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
                System.out.println("waiting");
                System.in.read();
            }
            System.exit(Integer.getInteger("talker.code", 0));
        }
    }

    /** Starts a server, and leaves it to the guard to end it. */
    static final class RedisOwner {
        private RedisOwner() {}

        public static void main(String[] arguments) throws IOException {
            LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
            try (RedisCli cli = redis.connect()) {
                String info = RedisCli.text(cli.call("INFO", "server"));
                System.out.println("owned " + info.replaceAll("(?s).*process_id:(\\d+).*", "$1"));
            }
            System.in.read();
        }
    }

    /** Does the same as {@link RedisOwner} with PostgreSQL. */
    static final class PostgresOwner {
        private PostgresOwner() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println(LocalPostgres.start().jdbcUrl());
            System.in.read();
        }
    }

    /** Does the same as {@link RedisOwner} with MariaDB. */
    static final class MariaDbOwner {
        private MariaDbOwner() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println(LocalMariaDb.start().jdbcUrl());
            System.in.read();
        }
    }
}
