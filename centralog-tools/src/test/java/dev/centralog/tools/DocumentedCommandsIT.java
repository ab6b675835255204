// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.FreePorts;
import dev.centralog.testkit.LocalPostgres;
import dev.centralog.testkit.SharedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs each command line of the documentation as it is written; only server addresses and the amount of logging are
 * replaced. Command lines that are not run are listed here with the reason.
 */
class DocumentedCommandsIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Set<String> ALONE = Set.of("--overflow", "--live");
    private static final Pattern OPTIONAL = Pattern.compile("\\[([^\\]]+)]");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Pattern POSTGRES = Pattern.compile("'jdbc:postgresql://db/[^']*'");
    private static final Pattern NAME_OF_MAVEN =
            Pattern.compile("-P(?<profile>[\\w-]+)|-pl (?<module>[\\w/-]+)|-D(?:it\\.)?test=(?<test>[A-Z]\\w+)");

    /** The command lines that are not run, and the reasons. */
    private static final Map<String, String> NOT_RUN = notRun();

    private static Map<String, String> notRun() {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("mvn .*", "builds or tests everything; maven_ofEachCommand_knowsTheNames looks at the names in it");
        reasons.put("\\.ci/run", "runs this test");
        reasons.put("java -jar .*", "ArchiveIT runs it, in the archive");
        reasons.put("\\./centralog", "the launcher itself: .ci/launcher-test");
        reasons.put("\\.ci/(install|launcher)-test", ".ci/run runs them");
        reasons.put(
                "testing/centralog-bench/run .*",
                "measures, for minutes or hours; bench_ofEachCommand_knowsTheNames looks at the names in it");
        reasons.put("\\./centralog demo( --open)?", "DemoIT runs it, and .ci/run by the launcher");
        reasons.put("\\./centralog replay --file X\\.csv …", "goes on with the columns of a file: ReplayIT");
        reasons.put(
                "\\./centralog audit --ledger FILE… --database DB", "proof_asWritten_endsWithOk runs it with its file");
        reasons.put("\\./centralog new( --since-release .*)?", "of a release: NewCommandIT and DemoIT");
        reasons.put("\\./centralog alert-test.*", "needs a receiver: GatherAlertsIT runs it");
        reasons.put(
                "\\./centralog (resolve|mute|note|reopen) .*",
                "decides on a family: TriageCommandIT runs each, with the id of one");
        reasons.put("\\./centralog partitions (N|\\d+)", "takes 20 s: PartitionsIT runs what it calls");
        reasons.put("\\./centralog show GROUP", "IncidentIT runs it, with the id of a group");
        reasons.put(
                "\\./centralog groups --since 14:00 --level ERROR",
                "of a time of day: IncidentIT runs it with another");
        reasons.put("mv .*|cp backup\\.db centralog\\.db", "the system's own; what becomes of the file: SqliteFileIT");
        reasons.put(
                "cp \"\\$JAVA_HOME/lib/security/cacerts\" trusted\\.jks|keytool .*|export CENTRALOG_JAVA_OPTS=.*",
                "Java's own; WebhookTlsIT trusts an authority by the same properties");
        reasons.put("redis-cli --cluster .*", "Redis's own, for a cluster that is not well");
        reasons.put("chmod 640 centralog\\.db", "the system's own");
        reasons.put(
                "sqlite3 centralog\\.db \"VACUUM INTO 'backup\\.db'\"",
                "SQLite's own shell; SqliteFileIT gives SQLite the same statement");
        reasons.put(
                "sqlite3 centralog\\.db \"PRAGMA auto_vacuum = INCREMENTAL; VACUUM\"",
                "SQLite's own shell; RetentionFaultsIT gives SQLite the same statements");
        return reasons;
    }

    /** The replacements: servers of this test, values for placeholders, and smaller amounts for what takes long. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("--level L", "--level WARN"),
            Map.entry("--logger PREFIX", "--logger com.example"),
            Map.entry("--app NAME", "--app shop"),
            Map.entry("--grep TEXT", "--grep Sold"),
            Map.entry("--limit N", "--limit 5"),
            Map.entry("--user ID", "--user 42"),
            Map.entry("--action ID", "--action logon"),
            Map.entry("--top N", "--top 5"),
            Map.entry("--events 1000000", "--events 2000"),
            Map.entry("--rate 200", "--rate 200 --events 200"));

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path results;

    private final List<List<String>> endingByThemselves = new ArrayList<>();
    private String redis = "";

    private static boolean isRun(String command) {
        return NOT_RUN.keySet().stream().noneMatch(command::matches);
    }

    /**
     * Returns the forms of a command line with options in brackets: one with all that go together, and one with each that goes
     * with no other; in the long form also one without any option, and one with each.
     */
    private static List<String> forms(String command) {
        String bare = OPTIONAL.matcher(command).replaceAll("").strip();
        List<String> options = OPTIONAL.matcher(command)
                .results()
                .map(option -> option.group(1))
                .toList();
        List<String> forms = new ArrayList<>();
        forms.add(options.stream().filter(option -> !ALONE.contains(option)).collect(Collectors.joining(" ")));
        options.stream()
                .filter(option -> Faults.isLong() || ALONE.contains(option))
                .forEach(forms::add);
        if (Faults.isLong()) {
            forms.add("");
        }
        return forms.stream()
                .map(form -> (bare + " " + form).strip())
                .distinct()
                .toList();
    }

    private List<String> words(String command) {
        String text = command;
        for (Map.Entry<String, String> each : VALUES.entrySet()) {
            text = text.replace(each.getKey(), each.getValue());
        }
        text = text.replaceAll("redis://(localhost|redis):6379", redis);
        if (text.contains("load ") && !text.contains("--redis")) {
            text += " --redis " + redis;
        }
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        return words.subList(1, words.size()); // ./centralog itself
    }

    private ForkedJvm start(List<String> words) {
        return ForkedJvm.builder(
                        CommandsInTurn.isOfTools(words)
                                ? Main.class.getName()
                                : dev.centralog.gatherer.Main.class.getName())
                .arguments(words.toArray(String[]::new))
                .environment("CENTRALOG_REDIS", redis)
                .workingDirectory(directory)
                .start();
    }

    /** Logs what the commands ask for; otherwise a command that shows nothing would pass as one that works. */
    private void logSomething() {
        try (Centralog centralog = Centralog.open(CentralogConfig.defaults()
                .with(Settings.REDIS, redis)
                .with(Settings.APP, "shop")
                .with(Settings.SLICE_LENGTH, Duration.ofSeconds(1)))) {
            centralog.log(LogEvent.builder()
                    .level(Level.WARN)
                    .logger("com.example.Shop")
                    .message("sold out")
                    .build());
            centralog.actions().log(Action.of(42, "logon"));
            assertThat(centralog.close(LIMIT)).isZero();
        }
    }

    /** Runs a command: at once if it goes on until it is stopped, else by {@link #runCollected}. */
    private void run(String command) throws IOException {
        List<String> words = words(command);
        boolean follows = words.contains("--follow");
        boolean gathers =
                words.get(0).equals("gather") && !words.contains("--once") && !words.contains("--check-config");
        if (!follows && !gathers) {
            endingByThemselves.add(words);
            return;
        }
        runCollected();
        try (ForkedJvm process = start(words)) {
            Awaitility.await(command)
                    .atMost(LIMIT)
                    .until(() -> !process.isAlive()
                            || (follows
                                    ? !process.standardOutput().isBlank()
                                    : process.standardError().contains("gathering from")));
            assertThat(process.terminate(LIMIT))
                    .as(command + ": " + process.standardError())
                    .isZero();
        }
    }

    /** Runs the commands that were collected, and returns their results. */
    private List<CommandRun> runCollected() throws IOException {
        if (endingByThemselves.isEmpty()) {
            return List.of();
        }
        List<CommandRun> runs = CommandsInTurn.run(endingByThemselves, directory, results, REDIS.uri());
        for (int i = 0; i < runs.size(); i++) {
            List<String> words = endingByThemselves.get(i);
            CommandRun run = runs.get(i);
            assertThat(run.exitCode())
                    .as(words + ": " + run.out() + run.err())
                    .isIn(words.get(0).equals("status") ? Set.of(0, 1) : Set.of(0));
            if (!words.contains("--overflow") && !words.contains("dead-letters") && !words.contains("--once")) {
                assertThat(run.out()).as(words.toString()).isNotBlank();
            }
        }
        endingByThemselves.clear();
        return runs;
    }

    @Test
    void commands_asWritten_work() throws IOException {
        redis = REDIS.uri();
        logSomething();
        run("./centralog gather --once");
        try (LocalPostgres postgres = LocalPostgres.start()) {
            for (String command : DocumentedCommands.all()) {
                if (!isRun(command) || command.contains("proof.ledger")) {
                    continue;
                }
                for (String form : forms(command)) {
                    redis = form.contains("--embedded-redis") ? "redis://localhost:" + FreePorts.next() : REDIS.uri();
                    run(POSTGRES.matcher(form).replaceAll(found -> postgres.createDatabase()));
                }
            }
            runCollected();
        }
    }

    @Test
    void proof_asWritten_endsWithOk() throws IOException {
        redis = REDIS.uri();
        for (String command : DocumentedCommands.ofBlock("docs/commands.md", "proof.ledger")) {
            List<String> words = words(command.replace("--events 100000", "--events 5000"));
            if (words.get(0).equals("load")) {
                words.add("--setting=shutdownTimeout=1m"); // the Redis client's cold start on a busy machine
            }
            endingByThemselves.add(words);
        }
        List<CommandRun> runs = runCollected();

        assertThat(runs.get(runs.size() - 1).out())
                .contains("events: logged=3500 stored=3500 ", "actions: logged=1500 stored=1500 ")
                .endsWith("OK\n");
    }

    /** Checks that no reason remains for a command line that the documentation no longer shows. */
    @Test
    void notRun_isEachShownSomewhere() {
        for (String pattern : NOT_RUN.keySet()) {
            assertThat(DocumentedCommands.all()).as(pattern).anyMatch(command -> command.matches(pattern));
        }
    }

    /** Checks that the profiles, modules and tests in Maven's command lines exist. */
    @Test
    void maven_ofEachCommand_knowsTheNames() {
        String poms = poms();
        for (String command : DocumentedCommands.all()) {
            Matcher name = NAME_OF_MAVEN.matcher(command);
            while (command.startsWith("mvn") && name.find()) {
                if (name.group("profile") != null) {
                    assertThat(poms).as(command).contains("<id>" + name.group("profile") + "</id>");
                } else if (name.group("module") != null) {
                    assertThat(DocumentedCommands.ROOT.resolve(name.group("module")))
                            .as(command)
                            .isDirectory();
                } else if (!name.group("test").equals("None")) {
                    assertThat(sources().contains(name.group("test") + ".java"))
                            .as(command)
                            .isTrue();
                }
            }
        }
    }

    /** Checks that the measurements in the command lines exist under those names. */
    @Test
    void bench_ofEachCommand_knowsTheNames() {
        String sources = texts(DocumentedCommands.ROOT.resolve("testing/centralog-bench/src/main"), 20, ".java");
        for (String command : DocumentedCommands.all()) {
            if (command.startsWith("testing/centralog-bench/run ")) {
                String names = command.replaceFirst("\\S+ ", "").replace("--only ", "");
                for (String name : names.split("[ ,]")) {
                    assertThat(sources.contains('"' + name + '"'))
                            .as(name + " of " + command)
                            .isTrue();
                }
            }
        }
    }

    private static String poms() {
        return texts(DocumentedCommands.ROOT, 3, "pom.xml");
    }

    private static String texts(Path directory, int depth, String end) {
        StringBuilder texts = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory, depth)) {
            for (Path each : files.filter(file -> file.toString().endsWith(end) && Files.isRegularFile(file))
                    .toList()) {
                texts.append(Files.readString(each));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts.toString();
    }

    private static Set<String> sources() {
        try (Stream<Path> files = Files.walk(DocumentedCommands.ROOT)) {
            return Set.copyOf(files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".java"))
                    .distinct()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
