// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.idle;

import dev.centralog.bench.application.Framework;
import dev.centralog.bench.verdict.Section;
import dev.centralog.testkit.LocalPostgres;
import dev.centralog.testkit.LocalRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The processes that are watched: appenders that were never used, others that were, and one gatherer for each database,
 * which stores what these appenders log. Not thread-safe.
 */
final class Idlers implements AutoCloseable {
    private static final int EVENTS = 3;
    private static final Duration STORING_LIMIT = Duration.ofMinutes(3);
    private static final int REST_ATTEMPTS = 8;

    /** The divisor of a core's time below which a process is at rest. */
    private static final int BUSY = 50;

    private final LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
    private final LocalPostgres postgres = LocalPostgres.start();
    private final Path directory = Files.createTempDirectory("centralog-idle-");
    private final List<Idler> applications = new ArrayList<>();
    private final List<Idler> gatherers = new ArrayList<>();

    private Idlers() throws IOException {}

    static Idlers start() throws IOException {
        Idlers idlers = new Idlers();
        try {
            idlers.startAll();
            return idlers;
        } catch (IOException | RuntimeException e) {
            idlers.close();
            throw e;
        }
    }

    private void startAll() throws IOException {
        applications.add(Idler.sleeper());
        start(Framework.LOGBACK, "SQLite", "jdbc:sqlite:" + directory.resolve("idle.db"));
        start(Framework.LOG4J2, "PostgreSQL", postgres.createDatabase());
        applications.forEach(Idler::awaitReady);
        Awaitility.await("gatherers to have stored what was logged")
                .atMost(STORING_LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> isStored("SQLite") && isStored("PostgreSQL"));
    }

    /** Whether a window was sealed under that prefix, and none is open or leased. */
    private boolean isStored(String keyPrefix) {
        String keys = "{" + keyPrefix + ".2:0}:";
        return redis.cliList("HKEYS", keys + "book").stream().anyMatch(field -> field.startsWith("g"))
                && redis.cli("EXISTS", keys + "open", keys + "lease").equals("0");
    }

    private void start(Framework framework, String database, String url) throws IOException {
        applications.add(Idler.application(framework, redis.uri(), database, 0));
        applications.add(Idler.application(framework, redis.uri(), database, EVENTS));
        gatherers.add(Idler.gatherer(database, redis.uri(), database, url));
    }

    Section watch(Duration rest, Duration watched) throws InterruptedException {
        comeToRest(rest);
        System.err.println("idle, for " + watched.toSeconds() + " s");
        long startNanos = System.nanoTime();
        Map<Idler, ProcessUse> before = uses();
        TimeUnit.NANOSECONDS.sleep(watched.toNanos());
        Map<Idler, ProcessUse> after = uses();
        Duration passed = Duration.ofNanos(System.nanoTime() - startNanos);
        Map<String, ProcessUse> used = new LinkedHashMap<>();
        after.forEach((idler, use) -> used.put(idler.title(), use.since(Objects.requireNonNull(before.get(idler)))));
        ProcessUse asleep = Objects.requireNonNull(used.remove(Idler.SLEEPER));
        return new IdleReport(passed, asleep, used).section(conservation());
    }

    /**
     * Waits until no process is busy any more, e.g. with compiling, for that time. Gives up after some attempts; the
     * figures will show that.
     */
    private void comeToRest(Duration rest) throws InterruptedException {
        Map<Idler, ProcessUse> before = uses();
        for (int attempt = 0; attempt < REST_ATTEMPTS; attempt++) {
            TimeUnit.NANOSECONDS.sleep(rest.toNanos());
            Map<Idler, ProcessUse> now = uses();
            Map<Idler, ProcessUse> then = before;
            long most = rest.toNanos() / BUSY;
            if (now.entrySet().stream()
                    .allMatch(each -> each.getValue()
                                    .since(Objects.requireNonNull(then.get(each.getKey())))
                                    .cpuNanos()
                            < most)) {
                return;
            }
            before = now;
        }
    }

    private Map<Idler, ProcessUse> uses() {
        Map<Idler, ProcessUse> uses = new LinkedHashMap<>();
        applications.forEach(each -> uses.put(each, each.use()));
        gatherers.forEach(each -> uses.put(each, each.use()));
        return uses;
    }

    /** Returns the gatherers' last lines, which say what they have stored. */
    private List<String> conservation() {
        return gatherers.stream()
                .map(gatherer -> {
                    String said = gatherer.terminate();
                    boolean holds = said.contains("stored " + EVENTS + " events in") && said.contains("dropped 0;");
                    return gatherer.title() + ": " + EVENTS + " logged before the rest, "
                            + (holds ? EVENTS + " stored OK" : "but it says: " + said.strip());
                })
                .toList();
    }

    @Override
    public void close() throws IOException {
        for (Idler each : applications) {
            each.close();
        }
        for (Idler each : gatherers) {
            each.close();
        }
        postgres.close();
        redis.close();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
