// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.SourceLocation;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gather.GatheredEvent.Samples;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Windows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of {@code tail}, {@code groups} and {@code show} on a SQLite file: their options, and texts that are hostile. */
class TerminalIT {
    private static final String HOSTILE = "\u001b[2J\u202e'\"\\%_\r\n\u0007\u009b";
    private static final String SINCE = "2026-01-31T23:00";
    private static final String UNTIL = "2026-02-01T00:00";
    private static final String ID = Windows.group(1);

    @TempDir
    Path directory = Path.of("");

    private String database() {
        return directory.resolve("events.db").toString();
    }

    private static LogEvent order(int number, String text) {
        IllegalStateException thrown = new IllegalStateException("of order " + number + HOSTILE);
        thrown.setStackTrace(
                new StackTraceElement[] {new StackTraceElement("com.example.Shop", "pay", "Shop.java", 88)});
        return Windows.event(text).toBuilder()
                .level(Level.ERROR)
                .template("order {} failed" + HOSTILE)
                .arguments(number, HOSTILE)
                .mdc(Map.of("user", "ann" + HOSTILE, HOSTILE, "x"))
                .thrown(thrown)
                .location(new SourceLocation("com.example.Shop", "pay" + HOSTILE, "Shop.java", 88))
                .build();
    }

    @BeforeEach
    void store() {
        Databases.emptyFile(directory.resolve("events.db"));
        GatheredEvent hostile = new GatheredEvent(
                Windows.SECOND,
                ID,
                Windows.FIRST,
                ProcessCounts.of(1, 40),
                order(1, "order 1 failed" + HOSTILE),
                Flag.NONE,
                new Samples(true, List.of(new GatheredSample("0000000000000001", 2, order(2, "order 2 failed")))));
        try (Sinks sinks = Sinks.open(Databases.target(Sinks.jdbcUrl(database())))) {
            sinks.events()
                    .store(Windows.of(
                            Windows.FIRST,
                            hostile,
                            Windows.row(2, 7, Windows.event("sold")),
                            Windows.counted(Windows.FIRST, 3, Flag.NO_PAYLOAD)));
        }
    }

    private Commands run(String command, String... options) {
        List<String> arguments = new ArrayList<>(List.of(command, "--database", database()));
        arguments.addAll(List.of(options));
        return Commands.run(arguments.toArray(String[]::new));
    }

    private String out(String command, String... options) {
        Commands result = run(command, options);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out()).doesNotContain("\u001b", "\u202e", "\r", "\u0007", "\u009b");
        return result.out();
    }

    private String groups(String... more) {
        List<String> options = new ArrayList<>(List.of("--since", SINCE, "--until", UNTIL));
        options.addAll(List.of(more));
        return out("groups", options.toArray(String[]::new));
    }

    @Test
    void groups_hostileTexts_takeALineEach() {
        assertThat(groups()).hasLineCount(5);
        assertThat(groups().lines().skip(1).findFirst().orElseThrow())
                .matches("GROUP +REPEATS  TREND +LEVEL  APP +FIRST SEEN +LAST SEEN +HOSTS  LOGGER +TEMPLATE");
        assertThat(groups("--limit", "1"))
                .startsWith("2026-01-31 23:00Z to 2026-02-01 00:00Z, in slices of 5 minutes;")
                .contains("order {} failed\\u001b[2J\\u202e'\"\\%_\\r\\n\\u0007\\u009b (IllegalStateException)\n");
        assertThat(groups("--grep", "of order 1" + HOSTILE)).hasLineCount(3);
        assertThat(groups("--level", "ERROR", "--logger", "com.example", "--app", "shop", "--environment", "test"))
                .hasLineCount(3);
        for (String sort : List.of("total", "last", "first", "trend")) {
            assertThat(groups("--sort", sort)).hasLineCount(5);
        }
        assertThat(groups()).contains("(counted; its event did not arrive)");
    }

    @Test
    void show_hostileTexts_areHarmless() {
        String shown = out("show", ID);

        assertThat(shown)
                .contains("group       " + ID + "\n")
                .contains("template    order {} failed\\u001b[2J\\u202e'\"")
                .contains("argument 0: 2 different in 2 events: 1, 2\n")
                .contains("mdc user: 1 different in 2 events: ann\\u001b")
                .contains("the values of 2 events in full of 40 in all: not complete")
                .contains("\tat ");
        assertThat(out("show", ID, "--no-stack")).doesNotContain("\tat ");
        assertThat(out("show", ID, "--samples", "1")).contains("the latest 1 of 2 events in full");
        assertThat(out("show", ID, "--samples", "0")).doesNotContain("events in full\n");
        assertThat(out("show", ID, "--limit", "1")).contains(": 1, and 1 more, see --limit\n");
        assertThat(out("show", Windows.group(3))).contains("(counted; its event did not arrive)");
    }

    @Test
    void json_ofEachCommand_isOneObjectALine() throws IOException {
        assertThat(objects(groups("--json"))).isEqualTo(3);
        assertThat(objects(out("show", ID, "--json"))).isEqualTo(1);
        assertThat(objects(out("tail", "--json", "--samples"))).isEqualTo(3);
        assertThat(out("tail", "--json", "--no-stack")).doesNotContain("\"stack\"");
        assertThat(out("tail", "--json"))
                .contains("\"stack\":\"java.lang.IllegalStateException: of order 1\\\\u001b[2J\\\\u202e");
        assertThat(groups("--json", "-n", "1"))
                .startsWith("{\"group\":\"" + ID + "\",\"first_seen\":\"2026-01-31T23:59:58Z\"")
                .contains("\"slices\":[0,0,0,0,0,0,0,0,0,0,0,40],\"repeats\":40");
        assertThat(out("show", ID, "--json"))
                .contains(
                        "\"complete\":false",
                        "\"values_of\":2",
                        "\"name\":\"0\",\"events\":2,\"different\":2,\"values\":[{");
    }

    /** Returns the number of objects, each of which must be on a line of its own. */
    private static long objects(String lines) throws IOException {
        for (String line : lines.lines().toList()) {
            try (JsonParser json = new JsonFactory().createParser(line)) {
                assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
                json.skipChildren();
                assertThat(json.nextToken()).isNull();
            }
        }
        return lines.lines().count();
    }

    @Test
    void tail_rowOfSeveralEvents_showsWhatTheyHaveInCommon() {
        assertThat(out("tail", "--no-stack")).contains("Shop: order {} failed\\u001b", " ×40\n", "Shop: sold ×7\n");
        assertThat(out("tail", "--group", ID)).contains("order").doesNotContain("sold");
        assertThat(out("tail", "--until", "2026-01-31T23:59:59Z")).contains("sold");
        assertThat(out("tail", "--since", "2026-01-31T23:59:58Z", "--until", "2026-01-31T23:59:59"))
                .contains("sold");
        assertThat(out("tail", "--grep", "ORDER 2 failed", "--no-stack"))
                .contains("order {}")
                .doesNotContain("sold");
    }

    @Test
    void localTime_isNamedOnce() {
        String zone = ZoneId.systemDefault().getId();
        for (String shown :
                List.of(out("tail", "--local-time"), out("show", ID, "--local-time"), groups("--local-time"))) {
            if (!zone.equals("Z")) {
                assertThat(shown).containsOnlyOnce("times are of the zone " + zone);
                assertThat(shown).doesNotContainPattern("\\d\\d:\\d\\d(:\\d\\d)?(\\.\\d+)?Z");
            }
        }
    }

    @Test
    void group_ofSeveralOrNone_endsWith64AndNamesThem() {
        assertThat(run("show", ID.substring(0, 31)))
                .returns(64, Commands::code)
                .returns("", Commands::out)
                .extracting(Commands::err)
                .asString()
                .startsWith("GROUP is '" + ID.substring(0, 31) + "', and several ids begin with that")
                .contains(ID + "  ERROR  order {} failed\\u001b[2J", Windows.group(2) + "  INFO  sold")
                .doesNotContain("\u001b", "\u202e");
        assertThat(run("show", "ffff\u202e").err())
                .startsWith(
                        "GROUP is 'ffff\\u202e', and no stored group's or family's id begins with that; './centralog groups' shows");
        assertThat(run("show")).returns(64, Commands::code);
    }

    @Test
    void badValues_endWith64AndSayWhatIsAllowed() {
        for (String command : List.of("tail", "groups", "show")) {
            String[] group = command.equals("show") ? new String[] {ID} : new String[0];
            refused("--limit is -1; allowed is", command, group, "--limit", "-1");
            refused("--since is 'yesterday\\u202e'; allowed is", command, group, "--since", "yesterday\u202e");
            refused("--until is '25:00'; allowed is", command, group, "--until", "25:00");
            refused("which is in the future; it is ", command, group, "--since", "2999-01-01T00:00:00Z");
            refused(
                    "--until is '2026-01-01T00:00', i.e. 2026-01-01T00:00:00Z; allowed is what is later than --since",
                    command,
                    group,
                    "--since",
                    SINCE,
                    "--until",
                    "2026-01-01T00:00");
        }
        refused("--sort is 'size'; allowed is total, last, first or trend", "groups", new String[0], "--sort", "size");
        refused("--grep is ''; allowed is", "tail", new String[0], "--grep", "");
        refused("--group is 'abc'; allowed is", "tail", new String[0], "--group", "abc");
        refused("GROUP is 'abc'; allowed is", "show", new String[] {"abc"});
        refused("--samples is -1; allowed is 0 or more", "show", new String[] {ID}, "--samples", "-1");
        refused("--follow shows what is stored", "tail", new String[0], "--follow", "--until", UNTIL);
    }

    private void refused(String message, String command, String[] group, String... options) {
        List<String> arguments = new ArrayList<>(List.of(group));
        arguments.addAll(List.of(options));
        Commands result = run(command, arguments.toArray(String[]::new));
        assertThat(result.err()).contains(message).doesNotContain("\u202e");
        assertThat(result).returns(64, Commands::code).returns("", Commands::out);
    }

    @Test
    void nothingMatches_isSaidWithTheReason() {
        assertThat(run("groups").err())
                .startsWith("no stored events match --since 20")
                .endsWith("; the latest rows have: 2026-01-31T23:00:00\n");
        assertThat(run("groups", "--since", SINCE, "--app", "shopp").err())
                .isEqualTo("no stored events match --app shopp; the latest rows have: shop, \n");
        assertThat(run("show", ID, "--since", "1h"))
                .returns(0, Commands::code)
                .extracting(Commands::err)
                .asString()
                .isEqualTo("there are no repeats in this time; the last ones were at 2026-01-31 23:59:58Z\n");
    }

    @Test
    void fileThatCantBeWritten_isReadAllTheSame() throws IOException {
        Path file = directory.resolve("events.db");
        assertThat(file.toFile().setReadOnly()).isTrue();

        assertThat(groups()).hasLineCount(5);
        assertThat(out("show", ID)).contains(ID);
        assertThat(out("tail")).contains("sold");
        assertThat(Files.exists(file)).isTrue();
    }
}
