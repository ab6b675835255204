// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gather.EventWire;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.sink.Sink;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Windows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a SQLite file, without Redis. */
class MainIT {
    private static final String NO_REDIS = "redis://localhost:1";

    @TempDir
    Path directory = Path.of("");

    private String database() {
        return directory.resolve("events.db").toString();
    }

    private void store(SealedWindow window) {
        try (Sink sink = Sinks.open(Databases.target(Sinks.jdbcUrl(database())))) {
            sink.store(window);
        }
    }

    @Test
    void unknownFlag_endsWith64AndASuggestion() {
        Commands command = Commands.run("gather", "--redsi", "x");

        assertThat(command.code()).isEqualTo(64);
        assertThat(command.err()).contains("--redsi", "--redis");
        assertThat(Commands.run("gatehr").code()).isEqualTo(64);
    }

    @Test
    void help_namesEverySettingAndEndsWith0() {
        Commands command = Commands.run("gather", "--help");

        assertThat(command.code()).isZero();
        assertThat(command.out()).contains("--database-password", "--poll-interval", "--once", "--embedded-redis");
    }

    @Test
    void noCommand_endsWith64() {
        assertThat(Commands.run().code()).isEqualTo(64);
    }

    @Test
    void checkConfig_good_showsAllAndEndsWith0() {
        Commands command = Commands.run("gather", "--check-config", "--grace", "2s", "--database-password", "geheim");

        assertThat(command.code()).isZero();
        assertThat(command.out())
                .contains("grace: 2s  # flag --grace", "databasePassword: ***", "lease: 15s  # default");
        assertThat(command.out() + command.err()).doesNotContain("geheim");
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
    void tail_badSinceOrLimit_endsWith64() {
        store(Windows.of(Windows.FIRST, Windows.row(1, 12, Windows.event("sold"))));

        assertThat(Commands.run("tail", "--database", database(), "--since", "yesterday"))
                .returns(64, Commands::code)
                .extracting(Commands::err)
                .asString()
                .contains("--since is 'yesterday'; allowed is");
        assertThat(Commands.run("tail", "--database", database(), "-n", "-1").code())
                .isEqualTo(64);
        assertThat(Commands.run("tail", "--database", database(), "--since", "10m")
                        .out())
                .isEmpty();
    }

    @Test
    void deadLetters_listShowReplayDrop() {
        store(Windows.ofUnreadable(1, EventWire.encode(Windows.event("back again"))));
        String[] where = {"--database", database()};

        assertThat(Commands.run("dead-letters", "list", where[0], where[1]).out())
                .startsWith("1  2026-01-31T23:59:58Z  " + Windows.group(1))
                .contains("not an event");
        assertThat(Commands.run("dead-letters", "show", "1", where[0], where[1]).out())
                .contains("back again", "reason      not an event");
        assertThat(Commands.run("dead-letters", "replay", where[0], where[1]))
                .isEqualTo(new Commands(0, "1  replayed" + System.lineSeparator(), ""));
        assertThat(Commands.run("tail", where[0], where[1]).out()).contains("back again ×7");
        assertThat(Commands.run("dead-letters", "list", where[0], where[1]).out())
                .isEmpty();
        assertThat(Commands.run("dead-letters", "drop", "1", where[0], where[1]).code())
                .isZero();
        assertThat(Commands.run("dead-letters", "drop", "1", where[0], where[1]))
                .returns(64, Commands::code)
                .extracting(Commands::err)
                .asString()
                .contains("there is no dead letter 1");
    }
}
