// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The messages for wrong arguments. They name the option, the value and what is allowed; the exit code is 64, or 78 for
 * settings.
 */
class ArgumentsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    private static void assertRefused(CommandRun run, String... parts) {
        assertRefusedWith(64, run, parts);
    }

    private static void assertRefusedWith(int code, CommandRun run, String... parts) {
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(code);
        assertThat(run.err()).contains(parts);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void load_wrongNumbers_namesAll() {
        CommandRun run = CommandRun.of(
                "load", "--framework=logback", "--groups=0", "--threads=5000", "--throwables=101", "--rate=-1");

        assertRefused(
                run, "'--groups' is '0'", "'--threads' is '5000'; allowed is 1 to 1000", "'--throwables' is '101'");
        assertRefused(run, "'--rate' is '-1'");
    }

    @Test
    void load_moreGroupsThanEvents_isRefused() {
        assertRefused(
                CommandRun.of("load", "--framework=log4j2", "--events=5", "--groups=6"),
                "'--groups' is '6'; allowed is at most --events, which is 5");
    }

    @Test
    void load_unknownFramework_namesThoseThereAre() {
        assertRefused(CommandRun.of("load", "--framework=jul"), "log4j2", "logback", "jul");
    }

    @Test
    void load_misspeltSetting_suggestsTheNearOne() {
        String framework = "--framework=log4j2";

        assertRefusedWith(78, CommandRun.of("load", framework, "--setting=bufferBites=1MiB"), "bufferBytes");
        assertRefusedWith(78, CommandRun.of("load", framework, "--group-by=line"), "groupBy", "callSite");
        assertRefusedWith(78, CommandRun.of("load", framework, "--redis=redis://h/0?x=1"), "'redis'", "[/database]");
    }

    @Test
    void replay_noSuchFile_namesIt() {
        Path file = directory.resolve("none.csv");

        assertRefused(CommandRun.of("replay", "--framework=log4j2", "--file=" + file), file.toString());
    }

    @Test
    void replay_missingColumn_namesIt() throws IOException {
        Path file = Files.writeString(directory.resolve("a.csv"), "Level,Component,Content\nINFO,a.B,hello\n");

        assertRefused(CommandRun.of("replay", "--framework=log4j2", "--file=" + file), "no column EventTemplate");
    }

    @Test
    void replay_shortLine_isRefusedBeforeAnythingIsLogged() throws IOException {
        Path file = Files.writeString(
                directory.resolve("a.csv"), "Level,Component,Content,EventTemplate\nINFO,a.B,hello,hello\nINFO,a.B\n");

        assertRefused(CommandRun.of("replay", "--framework=log4j2", "--file=" + file), "line 2 has 2 columns");
    }

    @Test
    void replay_unknownLevel_namesTheLine() throws IOException {
        Path file = Files.writeString(
                directory.resolve("a.csv"), "Level,Component,Content,EventTemplate\nLOUD,a.B,hello,hello\n");

        assertRefused(CommandRun.of("replay", "--framework=log4j2", "--file=" + file), "line 1", "'LOUD'");
    }

    @Test
    void replay_withSpeedButNoTimes_isRefused() throws IOException {
        Path file = Files.writeString(
                directory.resolve("a.csv"),
                "Date,Time,Level,Component,Content,EventTemplate\ntoday,noon,INFO,a.B,hello,hello\n");

        assertRefused(
                CommandRun.of("replay", "--framework=log4j2", "--speed=1", "--file=" + file), "line 1", "'today noon'");
        assertRefused(
                CommandRun.of("replay", "--framework=log4j2", "--speed=0", "--file=" + file), "'--speed' is '0.0'");
    }

    @Test
    void demo_wrongArguments_areRefused() {
        assertRefused(CommandRun.of("demo", "--seconds=0"), "'--seconds' is '0'");
        assertRefusedWith(78, CommandRun.of("demo", "--database=jdbc:postgres://localhost/x"), "jdbc:postgresql:");
        assertRefused(CommandRun.of("demo", "--secnods=3"), "there is no option --secnods; did you mean --seconds?");
    }
}
