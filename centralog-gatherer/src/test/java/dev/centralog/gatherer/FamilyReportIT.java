// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.ProcessInfo;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.EventWindow.Processes;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.gatherer.sink.Windows;
import dev.centralog.gatherer.stored.StoredLog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of what {@code groups} and {@code show} say of families. */
class FamilyReportIT {
    private static final String FAMILY = "fa00000000000001";

    private static final Map<String, ProcessInfo> KNOWN = Map.of(
            "0000000000000001", new ProcessInfo("shop", "test", "1.4.1", "host-1", 101, ""),
            "0000000000000002", new ProcessInfo("shop", "test", "1.4.2", "host-2", 102, ""));

    private static final Instant BEFORE = Instant.parse("2026-02-10T09:00:00Z");
    private static final Instant AFTER = Instant.parse("2026-02-10T14:30:00Z");

    @TempDir
    Path directory = Path.of("");

    private static GatheredEvent row(int group, String user, long process, long repeats) {
        LogEvent event = Windows.event("user " + user + " failed").toBuilder()
                .level(Level.ERROR)
                .mdc(Map.of("user", user))
                .build();
        return new GatheredEvent(
                Windows.SECOND,
                Windows.group(group),
                Windows.FIRST,
                ProcessCounts.of(process, repeats),
                event,
                Flag.NONE);
    }

    private String filled(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        try (Sinks sinks = Sinks.open(Databases.target(url))) {
            sinks.events()
                    .store(new SealedWindow(
                            Windows.FIRST,
                            1,
                            new EventWindow.Content(
                                    List.of(row(1, "ann", 1, 4), row(2, "bob", 2, 1), row(3, "other", 2, 9)),
                                    List.of(),
                                    List.of(),
                                    new Processes(KNOWN, List.of()))));
        }
        for (String family : List.of(FAMILY, "fa00000000000002")) {
            Sql.execute(
                    url,
                    "INSERT INTO families (family_id, place_id, rules, is_place, level, severity, app, logger, template,"
                            + " thrown_classes, class_name, method_name) VALUES ('" + family
                            + "', 'aa', 3, 0, 'ERROR', 17, 'shop', 'com.example.Shop', 'user * failed', NULL,"
                            + " 'com.example.Shop', 'sell')");
        }
        Sql.execute(
                url,
                "UPDATE groups SET family_id = '" + FAMILY + "' WHERE group_id IN ('" + Windows.group(1) + "', '"
                        + Windows.group(2) + "')");
        return url;
    }

    private static String run(String... arguments) {
        Commands command = Commands.run(arguments);
        assertThat(command.err()).isEmpty();
        assertThat(command.code()).isZero();
        return command.out();
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void show_family_isOfAllItsGroups(Kind kind) {
        String url = filled(kind);

        assertThat(run("show", FAMILY, "--database", url))
                .contains("family      " + FAMILY + "\n")
                .contains(
                        "why         the same application, logger, level and classes of throwables, and the same template")
                .contains("template    user * failed\n")
                .contains("place       com.example.Shop.sell\n")
                .contains(
                        "repeats     5, the first at 2026-01-31 23:59:58Z, the last at 2026-01-31 23:59:58Z; 5 in all")
                .contains("its groups, 2 in all\n")
                .containsPattern("(?m)^00000000000000000000000000000001 +fa000000 +4 ")
                .containsPattern("(?m)^00000000000000000000000000000002 +fa000000 +1 ")
                .containsPattern("(?m)^1.4.1 +test +2026-01-31 23:59:58Z +2026-01-31 23:59:58Z$")
                .containsPattern("(?m)^1.4.2 +test +2026-01-31 23:59:58Z +2026-01-31 23:59:58Z$")
                .containsPattern("(?m)^host-1 +4 ")
                .containsPattern("(?m)^host-2 +1 ")
                .contains("mdc user: 2 different in 2 events: ann, bob\n")
                .contains("the latest 2 of 2 events in full\n")
                .doesNotContain("user other");
        assertThat(run("show", FAMILY, "--json", "--database", url))
                .startsWith("{\"family\":\"" + FAMILY + "\",\"why\":\"the same ")
                .contains("\"groups\":[\"" + Windows.group(1) + "\",\"" + Windows.group(2) + "\"]");
    }

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void groups_ofFamilies_haveTheirIds(Kind kind) {
        String url = filled(kind);
        String[] where = {"groups", "--since", "2026-01-31T23:00", "--until", "2026-02-01T00:00", "--database", url};

        assertThat(run(where))
                .containsPattern("(?m)^0{31}1 +" + FAMILY.substring(0, 8) + " +4 ")
                .containsPattern("(?m)^0{31}3 +- +9 ");
        assertThat(run("show", Windows.group(1), "--database", url)).contains("family      " + FAMILY + "\n");
        assertThat(Commands.run("show", "fa00", "--database", url))
                .returns(64, Commands::code)
                .extracting(Commands::err)
                .asString()
                .contains("several ids begin with that", FAMILY + "  ERROR  family of user * failed");
        assertThat(Commands.run("show", "fa00000000000002", "--database", url).err())
                .contains("a family that no group is of any more");
    }

    /** Tests a place whose texts vary: {@code new} counts the families of its texts with it, and so must {@code show}. */
    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#butMariaDb")
    void show_place_isOfTheFamiliesOfItsTexts(Kind kind) {
        String url = Databases.shared().empty(kind, directory);
        StoredLog.Runner process = StoredLog.process(1, "production", "1.0.0");
        try (StoredLog log = new StoredLog(url)) {
            log.run(process, BEFORE, AFTER);
            log.log(BEFORE, process, StoredLog.event(Level.WARN, "another text"), 7);
            log.log(BEFORE, process, StoredLog.event(Level.WARN, "ann is new"), 100);
            log.log(AFTER, process, StoredLog.event(Level.WARN, "bob is new"), 2);
            log.log(AFTER, process, StoredLog.event(Level.WARN, "eve is new"), 1);
            log.log(AFTER, process, StoredLog.event(Level.WARN, "eve is new"), new StoredLog.Count(50, Flag.VARYING));
            log.store();
            log.label();
        }
        String place = Sql.rows(url, "SELECT family_id FROM families WHERE is_place = 1")
                .get(0);
        String ofBob = Sql.rows(url, "SELECT family_id FROM families WHERE template LIKE 'bob%'")
                .get(0);

        assertThat(Commands.run("new", "--between", "2026-02-10T14:00", "2026-02-10T15:00", "--json", "--database", url)
                        .out())
                .contains("\"family\":\"" + place + "\",\"is_place\":true,\"texts\":3,", "\"repeats\":53,");
        assertThat(run("show", place, "--since", "2026-02-10T14:00", "--until", "2026-02-10T15:00", "--database", url))
                .contains("first seen  2026-02-10 09:00:00Z, of all that was ever stored\n")
                .contains("repeats     53, ", "; 153 in all hours that are kept\n")
                .contains("its families, 4 in all\n")
                .containsPattern("(?m)^" + place + " +50 ")
                .containsPattern("(?m)^" + ofBob + " +2 +bob is new$")
                .containsPattern("(?m)^[0-9a-f]{16} +0 +ann is new$")
                .contains("its groups, 4 in all\n")
                .containsPattern("(?m)^1.0.0 +production +2026-02-10 09:00:00Z +2026-02-10 14:30:00Z$")
                .doesNotContain("another text");
        assertThat(run("show", place, "--json", "--database", url))
                .contains(
                        "\"is_place\":true,\"families\":[{\"family\":\"",
                        "\",\"template\":\"ann is new\",\"repeats\":100}")
                .contains("{\"family\":\"" + ofBob + "\",\"template\":\"bob is new\",\"repeats\":2}");
        assertThat(run("show", ofBob, "--database", url))
                .as("a text alone")
                .contains("repeats     2, ")
                .doesNotContain("its families", "eve is new");
    }
}
