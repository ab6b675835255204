// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Windows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of commands with a temporary directory as in a hardened container: read-only, or mounted noexec. */
class TemporaryDirectoryIT {
    private static final int LIMIT_SECONDS = 120;
    private static final String MOUNT = "mount -t tmpfs -o %s none \"$1\" && shift && exec \"$@\"";

    @TempDir
    Path directory = Path.of("");

    private Path temporary = Path.of("");
    private Path data = Path.of("");

    @BeforeEach
    void makeDirectories() throws IOException {
        temporary = Files.createDirectory(directory.resolve("tmp"));
        data = Files.createDirectory(directory.resolve("data"));
    }

    /** Runs a command with its own file system, which is mounted with these options and ends with the command. */
    private Commands run(Path mounted, String options, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("unshare", "-m", "sh", "-c", MOUNT.formatted(options), "sh", mounted.toString()));
        boolean mounts = mounts(command);
        if (!mounts) {
            System.err.println("SKIPPED: temporary directories read-only or noexec: this user cannot mount");
        }
        Assumptions.assumeTrue(mounts, "this user cannot mount");
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return outcome(command);
    }

    private boolean mounts(List<String> command) throws Exception {
        List<String> probe = new ArrayList<>(command);
        probe.add("true");
        try {
            return outcome(probe).code() == 0;
        } catch (IOException ignored) { // the program does not exist here
            return false;
        }
    }

    private Commands outcome(List<String> command) throws Exception {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Commands(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private String stored() {
        String file = data.resolve("events.db").toString();
        try (Sinks sinks = Sinks.open(Databases.target(Sinks.jdbcUrl(file)))) {
            sinks.events().store(Windows.of(Windows.FIRST, Windows.row(1, 3, Windows.event("late"))));
        }
        return file;
    }

    @Test
    void tail_sqliteNativeLibraryNotToBeRunFromThere_worksFromBesideTheDatabase() throws Exception {
        Commands command = run(temporary, "noexec", "tail", "--database", stored());

        assertThat(command.out()).as(command.err()).contains("late ×3");
        assertThat(command).returns(0, Commands::code).returns("", Commands::err);
        try (var files = Files.list(data)) {
            assertThat(files).noneMatch(each -> each.getFileName().toString().startsWith("centralog-"));
        }
    }

    @Test
    void tail_temporaryDirectoryReadOnly_works() throws Exception {
        Commands command = run(temporary, "ro", "tail", "--database", stored());

        assertThat(command.out()).as(command.err()).contains("late ×3");
        assertThat(command).returns(0, Commands::code).returns("", Commands::err);
    }

    @Test
    void tail_nowhereToLoadTheNativeLibraryFrom_namesTheDirectoriesAndWhatToSet() throws Exception {
        String nowhere = "--database=" + temporary.resolve("events.db");

        Commands command = run(temporary, "noexec", "gather", "--once", "--redis=redis://localhost:1", nowhere);

        assertThat(command.code()).as(command.err()).isEqualTo(77);
        assertThat(command.err().lines().toList())
                .last()
                .asString()
                .contains("SQLite", temporary.toString(), "CENTRALOG_JAVA_OPTS=-Djava.io.tmpdir=");
        assertThat(command.err()).doesNotContain("\tat ");
    }

    @Test
    void checkConfig_temporaryDirectoryReadOnly_works() throws Exception {
        Commands command = run(temporary, "ro", "gather", "--check-config", "--redis=redis://localhost:1");

        assertThat(command.code()).as(command.err()).isEqualTo(69);
        assertThat(command.err()).startsWith("can't connect to Redis").hasLineCount(1);
        assertThat(command.out()).contains("database: centralog.db");
    }

    @Test
    void tail_otherDatabase_needsNoTemporaryDirectory() throws Exception {
        Commands command = run(temporary, "ro", "tail", "--database", "jdbc:postgresql://localhost:1/logs");

        assertThat(command.code()).as(command.err()).isEqualTo(69);
        assertThat(command.err()).contains("localhost:1").doesNotContain("\tat ");
    }
}
