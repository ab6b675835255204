// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.centralog.testkit.Faults;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.FreePorts;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.RedisCli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of the Redis of {@code gather --embedded-redis}, from the view of the machine's other users. */
class EmbeddedRedisIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String OPEN = "every user of this machine can read";
    private static final String OLD = "years old";

    /** The server programs that can be found. */
    enum Found {
        ON_THE_PATH,
        BUNDLED
    }

    /** Gatherers without a password, which several tests look at; each is started on first use. */
    private static final Map<Found, Open> OPEN_ONES = new EnumMap<>(Found.class);

    @TempDir
    static Path shared = Path.of("");

    private final int port = FreePorts.next();

    @TempDir
    Path directory = Path.of("");

    @AfterAll
    static void close() {
        OPEN_ONES.values().forEach(each -> each.gatherer().close());
    }

    @ParameterizedTest
    @EnumSource
    void otherUser_hasNoCommandBeyondTheData(Found found) throws IOException {
        Open open = open(found);
        try (RedisCli other = new RedisCli(open.port(), LIMIT)) {
            Path elsewhere = directory.resolve("elsewhere");
            assertThat(elsewhere.toFile().mkdir()).isTrue();
            List.of(
                            List.of("CONFIG", "SET", "dir", elsewhere.toString()),
                            List.of("SAVE"),
                            List.of("BGSAVE"),
                            List.of("MODULE", "LIST"),
                            List.of("REPLICAOF", "127.0.0.1", "1"),
                            List.of("SLAVEOF", "127.0.0.1", "1"),
                            List.of("DEBUG", "SLEEP", "0"),
                            List.of("MIGRATE", "127.0.0.1", "1", "k", "0", "1"),
                            List.of("ACL", "WHOAMI"),
                            List.of("SHUTDOWN", "NOSAVE"))
                    .forEach(command -> assertThatThrownBy(() -> other.call(command.toArray(String[]::new)))
                            .as(command.toString())
                            .hasMessageContaining("unknown command"));
            assertThatThrownBy(() -> other.call("EVAL", "return redis.call('CONFIG', 'GET', 'dir')", "0"))
                    .hasMessageContaining("nknown Redis command");
            assertThat(elsewhere).isEmptyDirectory();
            assertThat(open.gatherer().jvm().isAlive()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void data_areTheOwnersOnly(Found found) throws IOException {
        Open open = open(found);

        assertThat(open.gatherer().jvm().isAlive()).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(open.data())))
                .isEqualTo("rwx------");
    }

    @ParameterizedTest
    @EnumSource
    void passwordInTheSetting_isAskedFor(Found found) {
        List<String> users =
                Faults.isLong() ? List.of("", "gatherer") : List.of(found == Found.BUNDLED ? "" : "gatherer");
        for (String user : users) {
            try (Running gatherer = gather(found, "redis://" + user + ":s3cret%20word@localhost:" + port);
                    RedisCli other = new RedisCli(port, LIMIT)) {
                assertThatThrownBy(() -> other.call("PING")).hasMessageContaining("NOAUTH");
                assertThat(RedisCli.text(other.call("AUTH", user.isEmpty() ? "default" : user, "s3cret word")))
                        .isEqualTo("OK");
                assertThat(RedisCli.text(other.call("PING"))).isEqualTo("PONG");
                assertThat(commandLines()).noneMatch(line -> line.contains("s3cret word"));
                assertThat(gatherer.jvm().standardError()).doesNotContain(OPEN, "s3cret");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void noPassword_isSaidOnce_andTheAgeOfTheBundledOne(Found found) throws IOException {
        Open open = open(found);

        String said = open.gatherer().jvm().standardError();
        assertThat(said).containsOnlyOnce(OPEN);
        assertThat(said.contains(OLD)).isEqualTo(found == Found.BUNDLED);
        assertThat(said).contains("started an embedded Redis at redis://localhost:" + open.port());
    }

    @Test
    void installedOne_onDataOfTheBundledOne_goesOn() {
        String uri = "redis://localhost:" + port;
        try (Running bundled = gather(Found.BUNDLED, uri);
                RedisCli other = new RedisCli(port, LIMIT)) {
            assertThat(bundled.jvm().standardError()).contains(OLD);
            other.call("SET", "kept", "yes");
        }

        try (Running installed = gather(Found.ON_THE_PATH, uri);
                RedisCli other = new RedisCli(port, LIMIT)) {
            assertThat(installed.jvm().standardError()).doesNotContain(OLD);
            assertThat(RedisCli.text(other.call("GET", "kept"))).isEqualTo("yes");
        }
    }

    /** Checks a refusal: the older server would start empty, although the newer one has left data. */
    @Test
    void bundledOne_onDataOfANewerOne_refuses() {
        gather(Found.ON_THE_PATH, "redis://localhost:" + port).close();

        try (ForkedJvm older = start(Found.BUNDLED, "redis://localhost:" + port)) {
            assertThat(older.awaitExit(LIMIT)).isNotZero();
            assertThat(older.standardError()).contains("was written by Redis 7 or later", "would ignore it");
        }
    }

    @Test
    void directoryOfAnotherUser_isRefused() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can make a directory another user's");
        Path data = Files.createDirectory(directory.resolve("e.db.redis"));
        Files.setOwner(
                data, data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));

        try (ForkedJvm gatherer = start(Found.ON_THE_PATH, "redis://localhost:" + port)) {
            assertThat(gatherer.awaitExit(LIMIT)).isNotZero();
            assertThat(gatherer.standardError()).contains("belongs to 'nobody' and not to 'root'");
        }
    }

    /** Returns a gatherer whose directory for data was there before, with the rights that an earlier version gave it. */
    private static synchronized Open open(Found found) throws IOException {
        Open open = OPEN_ONES.get(found);
        if (open == null) {
            Path own = Files.createDirectory(shared.resolve(found.name()));
            Path data = Files.createDirectory(own.resolve("e.db.redis"));
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
            int free = FreePorts.next();
            open = new Open(gather(found, "redis://localhost:" + free, own), free, data);
            OPEN_ONES.put(found, open);
        }
        return open;
    }

    private Running gather(Found found, String redis) {
        return gather(found, redis, directory);
    }

    private static Running gather(Found found, String redis, Path own) {
        ForkedJvm gatherer = start(found, redis, own);
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> !gatherer.isAlive() || gatherer.standardError().contains("gathering from"));
        assertThat(gatherer.isAlive()).as(gatherer.standardError()).isTrue();
        return new Running(gatherer);
    }

    private ForkedJvm start(Found found, String redis) {
        return start(found, redis, directory);
    }

    private static ForkedJvm start(Found found, String redis, Path own) {
        assumeTrue(found == Found.BUNDLED || LocalRedis.Version.V7_0.isAvailable(), "no Redis 7 on the PATH");
        ForkedJvm.Builder builder = ForkedJvm.builder("dev.centralog.gatherer.Main")
                .arguments("gather", "--embedded-redis", "--redis", redis, "--database", "e.db")
                .workingDirectory(own);
        return (found == Found.BUNDLED ? builder.environment("PATH", "") : builder).start();
    }

    private static List<String> commandLines() {
        List<String> lines = new ArrayList<>();
        ProcessHandle.allProcesses()
                .forEach(process -> process.info().commandLine().ifPresent(lines::add));
        return lines;
    }

    /** A gatherer without a password, the port of its Redis, and the directory of its data. */
    private record Open(Running gatherer, int port, Path data) {}

    /** A running gatherer, which is stopped in good order, so that it stops its Redis, too. */
    private record Running(ForkedJvm jvm) implements AutoCloseable {
        @Override
        public void close() {
            assertThat(jvm.terminate(LIMIT)).isZero();
            jvm.close();
        }
    }
}
