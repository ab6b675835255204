// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import dev.centralog.Action;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.TemporaryDirectories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A gatherer, in a process of its own, that serves the page over a small known store. Not thread-safe. */
final class ServedPage implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("page: ((http://127\\.0\\.0\\.1:\\d+)/\\?token=[\\w-]+)");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path directory = TemporaryDirectories.create("browser");
    private final Path database = directory.resolve("page.db");
    private final LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
    private final ForkedJvm gatherer;

    /** Fills a store and starts the gatherer. Blocks for some seconds. */
    ServedPage() {
        KnownEvents.store(target(), Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS));
        gatherer = ForkedJvm.builder("dev.centralog.gatherer.Main")
                .arguments(
                        "gather",
                        "--redis",
                        redis.uri(),
                        "--database",
                        database.toString(),
                        "--page",
                        "127.0.0.1:0",
                        "--page-trace-url",
                        "https://traces.example.com/?a=1&id={trace}&copy=2")
                .workingDirectory(directory)
                .start();
        Awaitility.await("the address of the page")
                .atMost(LIMIT)
                .until(() -> !gatherer.isAlive() || address().find());
    }

    /** Returns the last address that was logged. */
    private Matcher address() {
        String log = gatherer.standardError();
        return ADDRESS.matcher(log.substring(Math.max(0, log.lastIndexOf("page: http"))));
    }

    private String part(int group) {
        Matcher address = address();
        if (!address.find()) {
            throw new IllegalStateException("there is no address in the log:\n" + gatherer.standardError());
        }
        return address.group(group);
    }

    /** Returns the address without a path. */
    String origin() {
        return part(2);
    }

    /** Returns the address that signs in. */
    String signIn() {
        return part(1);
    }

    /** Logs events as an application does; they are stored some seconds later. Blocks until Redis has them. */
    void log(List<LogEvent> events) {
        use(CentralogConfig.defaults(), centralog -> events.forEach(centralog::log));
    }

    /** Does the same as a release of an application. */
    void log(String app, String release, LogEvent event) {
        CentralogConfig config =
                CentralogConfig.defaults().with(Settings.APP, app).with(Settings.RELEASE, release);
        use(config, centralog -> centralog.log(event));
    }

    /** Counts actions as an application does; they are stored tens of minutes later. Blocks until Redis has them. */
    void act(List<Action> actions) {
        use(CentralogConfig.defaults(), centralog -> actions.forEach(centralog.actions()::log));
    }

    private void use(CentralogConfig config, Consumer<Centralog> work) {
        try (Centralog centralog = Centralog.open(config.with(Settings.REDIS, redis.uri()))) {
            work.accept(centralog);
        }
    }

    /** Stores windows beside the gatherer, as another one does. */
    void store(List<SealedWindow> windows) {
        try (Sinks sinks = Sinks.open(target())) {
            windows.forEach(sinks.events()::store);
        }
    }

    private SinkTarget target() {
        return new SinkTarget("jdbc:sqlite:" + database, "", "", StatusListener.standardError());
    }

    /**
     * Takes the database's file away, or puts it back. What other tests have logged is stored first: with something to store, the
     * gatherer would make a new file.
     */
    void setDatabaseAway(boolean away) {
        Path aside = directory.resolve("aside.db");
        if (away) {
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> redis.cli("ZCARD", "{cl.2:0}:open").equals("0")
                            && redis.cli("ZCARD", "{cl.2:0}:lease").equals("0"));
        }
        try {
            if (away == Files.exists(database)) {
                Files.move(away ? database : aside, away ? aside : database);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops Redis, or starts it again. */
    void setRedisAway(boolean away) {
        if (away && redis.isRunning()) {
            redis.stop();
        } else if (!away && !redis.isRunning()) {
            redis.start();
        }
    }

    @Override
    public void close() {
        gatherer.close();
        redis.close();
        TemporaryDirectories.delete(directory);
    }
}
