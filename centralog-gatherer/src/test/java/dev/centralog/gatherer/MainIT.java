// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.LogEvent;
import dev.centralog.ThreadRef;
import dev.centralog.gather.ActionWire;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.EventWire;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.UnreadablePayload;
import dev.centralog.gatherer.sink.SealedSlice;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Slices;
import dev.centralog.gatherer.sink.Windows;
import dev.centralog.internal.status.Version;
import dev.centralog.testkit.ForkedJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of commands on a SQLite file, without Redis. */
class MainIT {
    private static final String NO_REDIS = "redis://localhost:1";

    @TempDir
    Path directory = Path.of("");

    private String database() {
        return directory.resolve("events.db").toString();
    }

    private void store(SealedWindow window) {
        try (Sinks sinks = Sinks.open(Databases.target(Sinks.jdbcUrl(database())))) {
            sinks.events().store(window);
        }
    }

    @Test
    void unknownFlag_endsWith64AndASuggestion() {
        Commands command = Commands.run("gather", "--redsi", "x");

        assertThat(command.code()).isEqualTo(64);
        assertThat(command.err()).startsWith("there is no option --redsi; did you mean --redis?");
    }

    @Test
    void unknownCommand_endsWith64AndTheNearestOne() {
        System.setProperty("centralog.commands", "demo,load");
        try {
            for (String[] each :
                    new String[][] {{"gatehr", "gather"}, {"tial", "tail"}, {"dead", "dead-letters"}, {"lod", "load"}
                    }) {
                assertThat(Commands.run(each[0], "--redis", "x"))
                        .returns(64, Commands::code)
                        .extracting(Commands::err)
                        .asString()
                        .startsWith("there is no command " + each[0] + "; did you mean " + each[1] + "?");
            }
            assertThat(Commands.run("frobnicate").err()).contains("the commands are ", "gather", "tail", "load");
            assertThat(Commands.run("dead-letters", "lst").err())
                    .contains("there is no command lst; did you mean list?");
        } finally {
            System.clearProperty("centralog.commands");
        }
    }

    @Test
    void unknownFlag_isNamedWithoutItsValue() {
        assertThat(Commands.run("tail", "--untill", "x"))
                .returns(64, Commands::code)
                .extracting(Commands::err)
                .asString()
                .startsWith("there is no option --untill")
                .doesNotContain("*");
        assertThat(Commands.run("gather", "--databse-password", "-s3cret", "--databse-user=s3cret")
                        .err())
                .contains("did you mean --database-password?", "did you mean --database-user?")
                .doesNotContain("s3cret");
        assertThat(Commands.run("gather", "--database", "x", "y").err()).contains("belongs to no option");
    }

    @Test
    void settingNotAllowed_endsWith78WhereverItStands() {
        for (Commands each : List.of(
                Commands.run("gather", "--check-config", "--actions", "yes"),
                Commands.run("tail", "--database", "jdbc:oracle:x"),
                Commands.run("actions", "--live", "--redis", "redis://h/0?x=1"),
                Commands.run("dead-letters", "list", "--database", "jdbc:oracle:x"))) {
            assertThat(each).returns(78, Commands::code);
            assertThat(each.err()).contains("setting '", "allowed is");
        }
    }

    @Test
    void help_namesEverySettingAndEndsWith0() {
        Commands command = Commands.run("gather", "--help");

        assertThat(command.code()).isZero();
        assertThat(command.out()).contains("--database-password", "--poll-interval", "--once", "--embedded-redis");
    }

    @Test
    void version_ofEveryCommand_saysVersionAndCommit() {
        for (String command : List.of(
                "", "gather", "status", "tail", "groups", "show", "actions", "dead-letters", "dead-letters list")) {
            for (String flag : List.of("--version", "-V")) {
                List<String> words = new ArrayList<>(List.of(command.split(" ")));
                words.removeIf(String::isEmpty);
                words.add(flag);

                assertThat(Commands.run(words.toArray(String[]::new)))
                        .isEqualTo(new Commands(0, "centralog " + Version.current() + System.lineSeparator(), ""));
            }
        }
    }

    @Test
    void noCommand_endsWith64() {
        assertThat(Commands.run().code()).isEqualTo(64);
    }

    @Test
    void checkConfig_good_showsAll() {
        Commands command = Commands.run(
                "gather",
                "--check-config",
                "--redis",
                NO_REDIS,
                "--database",
                database(),
                "--grace",
                "2s",
                "--database-password",
                "geheim");

        assertThat(command.code()).isEqualTo(69); // StatusIT tests the output when both servers are available
        assertThat(command.out())
                .contains("grace: 2s  # flag --grace", "databasePassword: ***", "lease: 15s  # default");
        assertThat(command.out() + command.err()).doesNotContain("geheim");
        assertThat(Commands.run("gather", "--check-config", "--embedded-redis", "--database", database()))
                .returns(0, Commands::code);
    }

    @Test
    void checkConfig_bad_namesAllFaultsAndEndsWith78() throws IOException {
        Path file = Files.writeString(directory.resolve("c.yaml"), "pollIntervall: 1s\n");

        Commands command = Commands.run("gather", "--check-config", "--config", file.toString(), "--lease", "0s");

        assertThat(command.code()).isEqualTo(78);
        assertThat(command.err())
                .contains("c.yaml:1: there is no setting 'pollIntervall'; did you mean 'pollInterval'?");
        assertThat(command.err()).contains("flag --lease: setting 'lease' is '0s'; allowed is");
    }

    @Test
    void gather_anErrorInAThreadOfIts_endsTheProcessWith70() {
        try (ForkedJvm gatherer = ForkedJvm.builder(BrokenGatherer.class.getName())
                .jvmOptions("-XX:TieredStopAtLevel=1")
                .arguments("gather", "--redis", NO_REDIS, "--database", database())
                .start()) {
            assertThat(gatherer.awaitExit(Duration.ofSeconds(60))).isEqualTo(70);
            assertThat(gatherer.standardError()).contains("java.lang.OutOfMemoryError: as if");
        }
    }

    @Test
    void gatherOnce_redisAway_endsWith69() {
        Commands command = Commands.run(
                "gather", "--once", "--redis", NO_REDIS, "--database", database(), "--give-up-after", "0s");

        assertThat(command.code()).isEqualTo(69);
        assertThat(command.err()).contains("gave up", "localhost:1");
    }

    @Test
    void gather_directoryMissing_endsWith77() {
        Commands command = Commands.run(
                "gather",
                "--redis",
                NO_REDIS,
                "--database",
                directory.resolve("no/e.db").toString());

        assertThat(command.code()).isEqualTo(77);
        assertThat(command.err()).contains("there is no directory");
    }

    @Test
    void gather_embeddedRedisElsewhere_endsWith78() {
        Commands command = Commands.run("gather", "--embedded-redis", "--redis", "redis://example.com");

        assertThat(command.code()).isEqualTo(78);
        assertThat(command.err()).contains("--embedded-redis listens on this machine only");
    }

    @Test
    void tail_noDatabase_endsWith65() {
        Commands command = Commands.run("tail", "--database", database());

        assertThat(command.code()).isEqualTo(65);
        assertThat(command.err()).contains("there is no database file").hasLineCount(1);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void tail_events_areShownByTime() {
        store(Windows.of(Windows.FIRST, Windows.row(1, 12, Windows.event("sold")), Windows.row(2, 1, Windows.rich())));

        Commands command = Commands.run("tail", "--database", database());

        assertThat(command.code()).isZero();
        assertThat(command.out()).contains("shop [main] com.example.Shop: sold ×12\n", "\nCaused by: ");
        assertThat(command.out().indexOf("NOTICE")).isLessThan(command.out().indexOf("sold"));
        assertThat(command.out()).doesNotContain("\u001b");
    }

    @Test
    void tail_samples_areBelowTheirRow() {
        LogEvent first = Windows.event("order 1").toBuilder().arguments(1, "eu").build();
        LogEvent second = Windows.event("order 2").toBuilder()
                .time(Windows.SECOND.plusMillis(260))
                .thread(new ThreadRef("worker", 2, 5))
                .arguments(2, "eu")
                .mdc(Map.of("user", "bob\u001b"))
                .build();
        GatheredEvent row = new GatheredEvent(
                Windows.SECOND,
                Windows.group(1),
                Windows.FIRST,
                ProcessCounts.ofUnknown(5),
                first,
                GatheredEvent.Flag.NONE,
                new GatheredEvent.Samples(true, List.of(new GatheredSample("00000000000000ab", 2, second))));
        store(Windows.of(Windows.FIRST, row, Windows.row(2, 1, Windows.event("alone"))));

        assertThat(Commands.run("tail", "--samples", "--database", database()).out())
                .isEqualTo("""
                        2026-01-31 23:59:58.250Z INFO  shop [main] com.example.Shop: order 1 ×5
                            23:59:58.250000Z [main] order 1
                            23:59:58.260000Z [worker] order 2 arguments {0=2} mdc {user=bob\\u001b}
                        2026-01-31 23:59:58.250Z INFO  shop [main] com.example.Shop: alone
                        """);
        assertThat(Commands.run("tail", "--database", database()).out()).hasLineCount(2);
    }

    @Test
    void deadLetters_ofSamples_stayAndFailOnlyIfTheyAreNamed() {
        String name = Windows.group(1) + ":00000000000000ab:2";
        store(new SealedWindow(
                Windows.FIRST,
                1,
                new EventWindow.Content(
                        List.of(Windows.row(1, 1, Windows.event("sold"))),
                        List.of(),
                        List.of(new UnreadablePayload(
                                Windows.SECOND, name, Windows.FIRST, new byte[] {1}, "not an event")))));

        Commands all = Commands.run("dead-letters", "replay", "--database", database());
        Commands named = Commands.run("dead-letters", "replay", "1", "--database", database());

        assertThat(all).returns(0, Commands::code);
        assertThat(named).returns(65, Commands::code);
        for (Commands each : List.of(all, named)) {
            assertThat(each.out()).startsWith("1  it is a sample, and only whole rows are replayed");
        }
        assertThat(Commands.run("dead-letters", "list", "--database", database())
                        .out())
                .startsWith("1  samples  2026-01-31T23:59:58Z  " + name + "  1 B  tried 3  not an event");
    }

    @Test
    void tail_valuesThatMatchNothing_areSaidEachAndWhatThereIs() {
        store(Windows.of(Windows.FIRST, Windows.row(1, 12, Windows.event("sold")), Windows.row(2, 1, Windows.rich())));

        assertThat(tailed("--level", "LOUD"))
                .isEqualTo("no stored events match --level LOUD; the latest rows have: NOTICE, INFO");
        assertThat(tailed("--level", "fatal")).startsWith("no stored events match --level FATAL; the latest rows have");
        assertThat(tailed("--logger", "com.exmaple", "--app", "shopp"))
                .contains("match --logger com.exmaple; the latest rows have: com.example.", "match --app shopp;")
                .hasLineCount(2);
        assertThat(tailed("--since", "1h"))
                .contains("no stored events match --since 20", "Z; the latest rows have: 20");
        assertThat(tailed("--level", "warn", "--logger", "com.example", "--since", "2026-01-31T23:59:59Z"))
                .contains("no stored events match");
        assertThat(Commands.run("tail", "--database", database(), "-n", "0").err())
                .isEmpty();
    }

    private String tailed(String... filters) {
        List<String> arguments = new ArrayList<>(List.of("tail", "--database", database()));
        arguments.addAll(List.of(filters));
        Commands command = Commands.run(arguments.toArray(String[]::new));
        assertThat(command.code()).isZero();
        assertThat(command.out()).isEmpty();
        return command.err().strip();
    }

    @Test
    void tail_nothingStored_saysSo() {
        store(Windows.of(Windows.FIRST));

        assertThat(tailed()).isEqualTo("no events are stored yet: './centralog status' shows why");
    }

    @Test
    void tail_badSinceOrLimit_endsWith64() {
        store(Windows.of(Windows.FIRST, Windows.row(1, 12, Windows.event("sold"))));

        assertThat(Commands.run("tail", "--database", database(), "--since", "yesterday"))
                .returns(64, Commands::code)
                .extracting(Commands::err)
                .asString()
                .contains("--since is 'yesterday'; allowed is");
        assertThat(Commands.run("tail", "--database", database(), "-n", "-1").code())
                .isEqualTo(64);
        for (String never : List.of("0000-01-01T00:00:00Z", "+10000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z")) {
            assertThat(Commands.run("tail", "--database", database(), "--since", never))
                    .isEqualTo(new Commands(
                            64,
                            "",
                            "--since is '" + never + "'; allowed is 0001-01-01T00:00:00Z to"
                                    + " 9999-12-31T23:59:59.999999999Z\nTry 'centralog tail --help'.\n"));
            assertThat(actions("--since", never)).returns(64, Commands::code);
        }
        assertThat(Commands.run("tail", "--database", database(), "--since", "0001-01-01T00:00:00Z")
                        .out())
                .isNotEmpty();
        assertThat(Commands.run("tail", "--database", database(), "--since", "10m")
                        .out())
                .isEmpty();
    }

    @Test
    void deadLetters_listShowReplayDrop() {
        store(Windows.ofUnreadable(1, EventWire.encode(Windows.event("back again"))));
        String[] where = {"--database", database()};

        assertThat(Commands.run("dead-letters", "list", where[0], where[1]).out())
                .startsWith("1  events  2026-01-31T23:59:58Z  " + Windows.group(1))
                .contains("not an event");
        assertThat(Commands.run("dead-letters", "show", "1", where[0], where[1]).out())
                .contains("back again", "reason      not an event");
        assertThat(Commands.run("dead-letters", "replay", where[0], where[1]))
                .isEqualTo(new Commands(0, "1  replayed" + System.lineSeparator(), ""));
        assertThat(Commands.run("tail", where[0], where[1]).out()).contains("back again ×7");
        assertThat(Commands.run("dead-letters", "list", where[0], where[1]))
                .isEqualTo(new Commands(0, "", "there are no dead letters left to replay" + System.lineSeparator()));
        assertThat(Commands.run("dead-letters", "drop", "1", where[0], where[1]).code())
                .isZero();
        assertThat(Commands.run("dead-letters", "drop", "1", where[0], where[1]))
                .returns(64, Commands::code)
                .extracting(Commands::err)
                .asString()
                .contains("there is no dead letter 1");
    }

    private void store(SealedSlice slice) {
        try (Sinks sinks = Sinks.open(Databases.target(Sinks.jdbcUrl(database())))) {
            sinks.actions().store(slice);
        }
    }

    private Commands actions(String... options) {
        List<String> arguments = new ArrayList<>(List.of("actions", "--database", database()));
        arguments.addAll(List.of(options));
        return Commands.run(arguments.toArray(String[]::new));
    }

    @Test
    void actions_noDatabase_endsWith65() {
        assertThat(actions().code()).isEqualTo(65);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void actions_stored_areShownBySliceAndCount() {
        store(Slices.first(
                Slices.action("bob", "view", 2),
                Slices.action("eve", "buy", 7, Slices.values(2, "12.5", "2", "10.5")),
                Slices.at(Slices.START.minus(Slices.LENGTH), Slices.action("bob", "view", 1)),
                Slices.action("bob", "search", 9, Slices.payloads(1, 2, "red shoes", "hat"))));
        store(Slices.late(Slices.action("bob", "view", 1)));

        Commands command = actions();

        assertThat(command).isEqualTo(new Commands(0, """
                2026-01-31 23:40:00Z +10m  bob  view  ×1
                2026-01-31 23:50:00Z +10m  bob  search  ×9  "red shoes", "hat"
                2026-01-31 23:50:00Z +10m  eve  buy  ×7  sum 12.5 min 2 max 10.5
                2026-01-31 23:50:00Z +10m  bob  view  ×3
                """, ""));
        assertThat(actions("--user", "bob", "--action", "view").out())
                .hasLineCount(2)
                .contains("×1", "×3");
        assertThat(actions("--limit", "2").out()).hasLineCount(2).contains("×9", "×7");
        assertThat(actions("--since", "2026-01-31T23:45:00Z").out())
                .hasLineCount(3)
                .doesNotContain("23:40");
        assertThat(actions("--since", "10m").out()).isEmpty();
        assertThat(actions("--top", "2").out()).isEqualTo("""
                2026-01-31 23:50:00Z  bob  search  ×9
                2026-01-31 23:50:00Z  eve  buy  ×7
                """);
        assertThat(actions("--top", "9", "--action", "view").out())
                .isEqualTo("2026-01-31 23:40:00Z … 2026-01-31 23:50:00Z  bob  view  ×4\n");
    }

    @Test
    void actions_nothingMatches_saysWhereElseToLook() {
        store(Slices.first(Slices.action("bob", "view", 2)));

        for (Commands command : List.of(actions("--user", "eve"), actions("--user", "eve", "--top", "3"))) {
            assertThat(command.code()).isZero();
            assertThat(command.out()).isEmpty();
            assertThat(command.err())
                    .startsWith("no stored actions match --user eve; the latest rows have: bob")
                    .contains("--live")
                    .hasLineCount(2);
        }
    }

    @Test
    void actions_badOptions_endWith64() {
        store(Slices.first(Slices.action("bob", "view", 2)));

        assertThat(actions("--since", "yesterday"))
                .returns(64, Commands::code)
                .extracting(Commands::err)
                .asString()
                .contains("--since is 'yesterday'; allowed is");
        assertThat(actions("--limit", "-1").err()).contains("--limit is -1; allowed is 0 or more");
        assertThat(actions("--top", "-1").err()).contains("--top is -1; allowed is 0 or more");
        assertThat(actions("--top", "3", "--live")).returns(64, Commands::code);
        assertThat(actions("--overflow", "--user", "bob")).returns(64, Commands::code);
        assertThat(actions("--limit", "0")).isEqualTo(new Commands(0, "", ""));
    }

    @Test
    void actions_liveWithoutRedis_endsWith69() {
        store(Slices.first(Slices.action("bob", "view", 2)));

        Commands command = actions("--live", "--redis", NO_REDIS);

        assertThat(command.code()).isEqualTo(69);
        assertThat(command.err()).contains("localhost:1");
    }

    @Test
    void deadLetters_ofActions_areListedShownAndReplayed() {
        String totals = new String(ActionWire.encode(Slices.values(1, "30", "30", "30")), StandardCharsets.UTF_8);
        store(Slices.first(Slices.unreadable("b\nob", "buy", 3, totals)));
        String[] where = {"--database", database()};

        assertThat(Commands.run("dead-letters", "list", where[0], where[1]).out())
                .startsWith("1  actions  2026-01-31T23:50:00Z  600/4:b\\nobbuy  ")
                .hasLineCount(1);
        assertThat(Commands.run("dead-letters", "show", "1", where[0], where[1]).out())
                .contains("stream      actions", totals);
        assertThat(Commands.run("dead-letters", "replay", where[0], where[1]))
                .isEqualTo(new Commands(0, "1  replayed" + System.lineSeparator(), ""));
        assertThat(actions().out()).isEqualTo("2026-01-31 23:50:00Z +10m  b\\nob  buy  ×3  sum 30 min 30 max 30\n");
    }
}
