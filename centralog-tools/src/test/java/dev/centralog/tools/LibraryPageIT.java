// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.DropReason;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.testkit.DocumentedJava;
import dev.centralog.testkit.SharedRedis;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The Java of docs/library.md does what the page says, as it stands there but for where Redis is and how long it waits. */
class LibraryPageIT {
    private static final String PAGE = "docs/library.md";
    private static final String IMPORTS =
            "dev.centralog.*, dev.centralog.gather.*, dev.centralog.lettuce.*, io.lettuce.core.*, java.time.Duration";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    private static CentralogConfig config() {
        return CentralogConfig.defaults()
                .with(Settings.REDIS, REDIS.uri())
                .with(Settings.SHUTDOWN_TIMEOUT, LIMIT)
                .with(Settings.SLICE_LENGTH, Duration.ofSeconds(1));
    }

    /** Runs the block of the page that has that text, and returns what it prints. */
    private String run(String text) throws Exception {
        return printedBy(() -> DocumentedJava.of(PAGE, text)
                .patient()
                .at(REDIS.uri())
                .compile(directory, IMPORTS, "CentralogConfig config")
                .invoke(null, config()));
    }

    private interface Work {
        void run() throws Exception;
    }

    private static String printedBy(Work work) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setOut(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void eventReaderBlock_readsWhatItLogs_andAcknowledges() throws Exception {
        assertThat(run("EventReader.open")).contains("×1 late");
        assertThat(REDIS.get().cliList("KEYS", "{cl.2:0}:Z:*")).isEmpty();
    }

    @Test
    void eventSourceBlock_readsASecondWithItsDrops_andAcknowledges() throws Exception {
        try (Centralog centralog = Centralog.open(config())) {
            centralog.log(LogEvent.builder()
                    .level(Level.WARN)
                    .logger("shop.Orders")
                    .message("late")
                    .time(Instant.now())
                    .build());
            centralog.drop(DropReason.RECURSION);
        }

        String printed = run("EventSource.open");
        if (!printed.contains("dropped")) {
            printed += run("EventSource.open"); // reported in the next second
        }

        assertThat(printed).contains("1 late", "1 dropped: recursion");
        assertThat(REDIS.get().cliList("KEYS", "{cl.2:0}:Z:*")).isEmpty();
    }

    @Test
    void actionSourceBlock_readsASlice_andAcknowledges() throws Exception {
        try (Centralog centralog = Centralog.open(config())) {
            centralog.actions().log(Action.of(42, "logon"));
        }

        assertThat(run("ActionSource.open")).contains(" 42 logon ×1");
        assertThat(REDIS.get().cliList("KEYS", "{cl.2:0}:a:Z:*")).isEmpty();
    }

    @Test
    void sinkBlock_inAJarOfItsOwn_isWhatAGathererStoresIn() throws Exception {
        try (Centralog centralog = Centralog.open(config())) {
            centralog.log(LogEvent.builder().message("late").build());
            centralog.actions().log(Action.of(42, "logon"));
        }
        ClassLoader jar = DocumentedJava.of(PAGE, "implements SinkFactory")
                .compileClass(directory, IMPORTS, "PrintSinks")
                .getClassLoader();
        Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(directory.resolve("META-INF/services/dev.centralog.gather.SinkFactory"), "PrintSinks\n");

        assertThat(printedBy(() -> {
                    Thread thread = Thread.currentThread();
                    ClassLoader before = thread.getContextClassLoader();
                    thread.setContextClassLoader(jar);
                    SinkTarget target = new SinkTarget("print:here", "", "", StatusListener.standardError());
                    try (Gatherer gatherer = Gatherer.open(
                            config().with(GathererSettings.GIVE_UP_AFTER, LIMIT),
                            Sinks.open(target),
                            StatusListener.standardError())) {
                        assertThat(gatherer.drain()).isTrue();
                    } finally {
                        thread.setContextClassLoader(before);
                    }
                }))
                .contains("1 late", "42 logon ×1");
    }

    @Test
    void existingClientBlock_counts() throws Exception {
        run("new ExistingClient");

        assertThat(run("ActionSource.open")).contains(" 42 logon ×1");
    }
}
