// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.log.JsonTexts;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.testkit.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Tests that all that a daemon prints on standard error is lines of JSON, whatever happens to it. */
class JsonLogIT extends GatheringFixture {
    /** Returns the entries so far; fails if a line is none. */
    private static List<Map<String, String>> entries(ForkedJvm gatherer) {
        String all = gatherer.standardError();
        String whole = all.substring(0, all.lastIndexOf('\n') + 1);
        assertThat(whole).matches("(?:\\{[\\x20-\\x7e]+}\n)*");
        List<Map<String, String>> entries = whole.lines().map(JsonTexts::read).toList();
        assertThat(entries).allSatisfy(each -> {
            assertThat(each).containsKeys("time", "level", "message");
            assertThat(each.get("time")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        });
        return entries;
    }

    private static void awaitMessage(ForkedJvm gatherer, String words) {
        Awaitility.await().atMost(LIMIT).until(() -> entries(gatherer).stream()
                .anyMatch(each -> String.valueOf(each.get("message")).contains(words)));
    }

    private static ForkedJvm run(Path directory, String... arguments) {
        return ForkedJvm.builder("dev.centralog.gatherer.Main")
                .arguments(arguments)
                .workingDirectory(directory)
                .start();
    }

    @Test
    void gather_fromStartToSigterm_logsJson() {
        String url = databases().empty(Kind.SQLITE, directory);
        try (ForkedJvm gatherer = gather(url, "--log-format", "json", "--page", "127.0.0.1:0")) {
            awaitMessage(gatherer, "page: http://127.0.0.1:");
            log(10);
            awaitSum(url, 10);
            redis().stop();
            awaitMessage(gatherer, "trying again, nothing is lost meanwhile");

            assertThat(gatherer.terminate(LIMIT)).isZero();

            List<Map<String, String>> entries = entries(gatherer);
            assertThat(gatherer.standardError()).endsWith("\n");
            assertThat(entries).extracting(each -> each.get("code")).doesNotContainNull();
            assertThat(entries).anySatisfy(each -> {
                assertThat(each).containsEntry("level", "WARN");
                assertThat(each.get("code")).isIn("C-213", "C-277"); // by what is asked of Redis first
            });
            assertThat(entries.get(entries.size() - 1).get("message")).startsWith("stored 10 events in ");
        }
    }

    @Test
    void gather_databaseThatIsLost_logsJson() {
        try (ForkedJvm gatherer = gather("jdbc:postgresql://localhost:1/gone", "--log-format=json", "--page", "off")) {
            awaitMessage(gatherer, " jdbc:postgresql://localhost:1/gone");

            assertThat(gatherer.terminate(LIMIT)).isZero();
            assertThat(entries(gatherer)).extracting(each -> each.get("level")).contains("WARN");
        }
    }

    @Test
    void gather_wrongSettings_logsEachAsJson() throws IOException {
        Path file =
                Files.writeString(directory.resolve("gatherer.yaml"), "logFormat: json\ngrace: soon\nlease: never\n");
        try (ForkedJvm gatherer = run(directory, "gather", "--config", file.toString())) {
            assertThat(gatherer.awaitExit(LIMIT)).isEqualTo(ExitCode.CONFIG.number());

            assertThat(entries(gatherer)).hasSize(2).allSatisfy(each -> assertThat(each)
                    .containsEntry("level", "ERROR")
                    .hasEntrySatisfying("message", text -> assertThat(text).contains("gatherer.yaml:", "allowed is ")));
        }
    }

    @Test
    void hangup_otherFormat_holdsFromThenOn() throws IOException {
        Path file = directory.resolve("gatherer.yaml");
        String settings = "redis: " + redis().uri() + "\npage: off\ndatabase: " + directory.resolve("hup.db") + "\n";
        Files.writeString(file, settings);
        try (ForkedJvm gatherer = run(directory, "gather", "--config", file.toString())) {
            Awaitility.await().atMost(LIMIT).until(() -> gatherer.standardError()
                    .contains("INFO  gathering from"));

            Files.writeString(file, settings + "logFormat: json\n");
            gatherer.hangUp();

            Awaitility.await().atMost(LIMIT).until(() -> gatherer.standardError()
                    .contains("\"message\":\"gathering from"));
            assertThat(gatherer.terminate(LIMIT)).isZero();
            assertThat(gatherer.standardError().lines().filter(line -> !line.startsWith("{")))
                    .last()
                    .asString()
                    .contains("INFO  stored 0 events in 0 rows");
        }
    }

    @Test
    void gather_wrongFlag_logsJson() {
        try (ForkedJvm gatherer = run(directory, "gather", "--log-format", "json", "--no-such-flag")) {
            assertThat(gatherer.awaitExit(LIMIT)).isEqualTo(ExitCode.USAGE.number());

            assertThat(entries(gatherer))
                    .extracting(each -> each.get("message"))
                    .containsExactly("there is no option --no-such-flag");
        }
    }

    @Test
    void gather_wrongLogFormat_saysSoInPlainText() {
        Commands command = Commands.run("gather", "--log-format", "xml");

        assertThat(command.code()).isEqualTo(ExitCode.CONFIG.number());
        assertThat(command.err())
                .contains("flag --log-format: setting 'logFormat' is 'xml'; allowed is one of plain, json");
    }

    @Test
    void gather_directoryThatIsMissing_logsJson() {
        try (ForkedJvm gatherer = gather("none/centralog.db", "--log-format", "json", "--page", "off")) {
            assertThat(gatherer.awaitExit(LIMIT)).isEqualTo(ExitCode.REFUSED.number());

            assertThat(entries(gatherer)).last().satisfies(each -> assertThat(each)
                    .containsEntry("level", "ERROR")
                    .hasEntrySatisfying("message", text -> assertThat(text).contains("there is no directory")));
        }
    }

    @Test
    void checkConfig_serversThatAreAway_logsJson() {
        try (ForkedJvm gatherer =
                run(directory, "gather", "--check-config", "--log-format=json", "--redis", "redis://localhost:1")) {
            assertThat(gatherer.awaitExit(LIMIT)).isEqualTo(ExitCode.UNAVAILABLE.number());

            assertThat(entries(gatherer)).hasSize(1);
            assertThat(gatherer.standardOutput()).contains("logFormat: json  # flag --log-format");
        }
    }

    @Test
    void gather_faultsAndStrayLines_logsJson() {
        try (ForkedJvm gatherer = ForkedJvm.builder(FaultyGatherer.class.getName())
                .arguments("gather", "--log-format", "json", "--page", "off", "--redis", redis().uri())
                .workingDirectory(directory)
                .start()) {
            assertThat(gatherer.awaitExit(LIMIT)).isEqualTo(ExitCode.INTERNAL.number());

            List<Map<String, String>> entries = entries(gatherer);
            assertThat(entries)
                    .extracting(each -> each.get("message"))
                    .contains("a library\tprints this", "and this \u001b[2J, without an end")
                    .anyMatch(text -> text.startsWith("the thread 'doomed' has ended because of an error: "))
                    .anyMatch(text -> text.startsWith("the gatherer has ended because of an error: "));
            assertThat(entries).anySatisfy(each -> assertThat(each)
                    .containsEntry("thrown.class", "java.lang.IllegalStateException")
                    .hasEntrySatisfying("thrown.stack", text -> assertThat(text).contains("FaultyGatherer")));
        }
    }

    /** A gatherer in which all goes wrong that must not. */
    static final class FaultyGatherer {
        private FaultyGatherer() {}

        @SuppressWarnings({"SystemOut", "ThreadJoinLoop"})
        static Sinks open(SinkTarget target) {
            System.err.println("a library\tprints this");
            System.err.print("and this \u001b[2J, without an end");
            Thread doomed = new Thread(
                    () -> {
                        throw new IllegalStateException("of a thread");
                    },
                    "doomed");
            doomed.start();
            try {
                doomed.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new IllegalStateException("no sinks for " + target);
        }

        public static void main(String[] arguments) {
            Function<SinkTarget, Sinks> opener = FaultyGatherer::open;
            Main.run(opener, arguments);
        }
    }
}
