// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.sink.Sinks;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests of the packed archive: unpacked somewhere, with nothing but a Java runtime. */
class ArchiveIT extends GatheringFixture {
    private Path home = Path.of("");

    @BeforeEach
    void unpack() throws Exception {
        Path archive = newest(Path.of("target"), "centralog-\\d.*\\.tar\\.gz");
        Path directoryWithBlank = Files.createDirectory(directory.resolve("un packed"));
        assertThat(run("tar", "xzf", archive.toAbsolutePath().toString(), "-C", directoryWithBlank.toString()))
                .returns(0, Commands::code);
        home = newest(directoryWithBlank, "centralog-\\d.*");
    }

    private static Path newest(Path parent, String name) throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            return files.filter(each -> each.getFileName().toString().matches(name))
                    .max(Comparator.comparing(each -> each.toFile().lastModified()))
                    .orElseThrow();
        }
    }

    /** Starts a command with the small environment of a service, and with Java. */
    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        String path = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private Commands end(Process process) throws Exception {
        try {
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("ends within " + LIMIT)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Commands(process.exitValue(), printed("out"), printed("err"));
    }

    private String printed(String stream) throws IOException {
        Path file = directory.resolve(stream);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private Commands run(String... command) throws Exception {
        return end(start(List.of(command)));
    }

    private String program() {
        return home.resolve("bin/centralog").toString();
    }

    @Test
    void gather_fromTheArchive_storesAndStops() throws Exception {
        String url = Sinks.jdbcUrl(directory.resolve("centralog.db").toString());
        log(100);

        Process daemon = start(List.of(program(), "gather", "--redis", redis().uri()));
        try {
            awaitSum(url, 100);
        } finally {
            daemon.destroy();
        }

        assertThat(end(daemon)).returns(0, Commands::code);
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of(program()));
        assertThat(run(link.toString(), "tail", "--limit", "1"))
                .returns(0, Commands::code)
                .returns("", Commands::err)
                .extracting(Commands::out)
                .asString()
                .contains("com.example.Shop: order ", "failed");
    }

    @Test
    void settings_areReadFromTheArchivesFile() throws Exception {
        Files.writeString(home.resolve("conf/centralog.yaml"), "keyPrefix: mine\n");

        assertThat(run(program(), "gather", "--check-config").out())
                .contains("keyPrefix: mine  # " + home.resolve("conf/centralog.yaml") + ":1");
    }

    @Test
    void program_underEachShell_runs() throws Exception {
        List<List<String>> shells = new ArrayList<>();
        for (List<String> each : List.of(List.of("dash"), List.of("bash", "--posix"), List.of("busybox", "sh"))) {
            if (isInstalled(each.get(0))) {
                shells.add(each);
            } else {
                System.err.println("SKIPPED: the archive under " + each.get(0) + ": it is not installed");
            }
        }

        for (List<String> shell : shells) {
            List<String> command = new ArrayList<>(shell);
            command.addAll(List.of(program(), "tail", "--database", "no such file"));

            assertThat(end(start(command)))
                    .as(shell.toString())
                    .returns(65, Commands::code)
                    .extracting(Commands::err)
                    .asString()
                    .contains("there is no database file no such file")
                    .hasLineCount(1);
        }
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    }

    @Test
    void jar_besideItsLibraries_runsAndElsewhereSaysWhatToRun() throws Exception {
        Path jar = newest(home.resolve("lib"), "centralog-gatherer-.*");
        Path alone = Files.copy(jar, directory.resolve("alone.jar"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        assertThat(run(java, "-jar", jar.toString(), "gather", "--help"))
                .returns(0, Commands::code)
                .extracting(Commands::out)
                .asString()
                .contains("--redis");
        assertThat(run(java, "-jar", alone.toString(), "gather"))
                .returns(64, Commands::code)
                .extracting(Commands::err)
                .asString()
                .contains("bin/centralog", "tar.gz")
                .hasLineCount(1);
    }

    @Test
    void licences_areThereOfEveryLibrary() throws Exception {
        String listed = Files.readString(home.resolve("licenses/LICENSES.txt"));
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            assertThat(jars.map(each -> each.getFileName().toString().replaceFirst("-\\d.*", "")))
                    .hasSizeGreaterThan(20)
                    .allMatch(library -> listed.matches("(?s).*\\b" + library + "[ ,\n].*"));
        }
        assertThat(home.resolve("LICENSE")).isNotEmptyFile();
        assertThat(home.resolve("licenses/mariadb-java-client/LICENSE")).isNotEmptyFile();
        assertThat(home.resolve("licenses/postgresql/LICENSE")).isNotEmptyFile();
    }

    @Test
    void service_startsTheProgramAndStaysDownWhereStartingAgainDoesNotHelp() throws Exception {
        String unit = Files.readString(home.resolve("systemd/centralog.service"));
        List<String> codes = Stream.of(ExitCode.USAGE, ExitCode.UNUSABLE_DATABASE, ExitCode.REFUSED, ExitCode.CONFIG)
                .map(each -> Integer.toString(each.number()))
                .toList();

        assertThat(unit)
                .contains("ExecStart=/opt/centralog/bin/centralog gather\n")
                .contains("RestartPreventExitStatus=" + String.join(" ", codes) + "\n");
        assertThat(home.resolve("bin/centralog")).isExecutable();
    }
}
