// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gatherer.ServedPage;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.engine.GatherStats;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.redis.EmbeddedRedis;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Stored;
import dev.centralog.tools.SampleApplication.Counts;
import dev.centralog.tools.shop.OrderService;
import dev.centralog.tools.shop.Release;
import dev.centralog.tools.shop.WebShop;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The servers and applications of one demo. Closing it ends them all; another thread may do so when the user interrupts
 * the demo.
 */
final class Demo implements AutoCloseable {
    private static final Duration ROUND = Duration.ofMillis(500);
    private static final Duration END_LIMIT = Duration.ofSeconds(30);

    private final String jdbcUrl;
    private final String environment;
    private final Duration timeOfRelease;
    private final HourBefore hourBefore;
    private final CentralogConfig config;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private boolean closed;

    /**
     * Creates a demo.
     *
     * @param redisUri the Redis to use
     * @param jdbcUrl the database to store in
     * @param environment the environment that separates this run's rows from all others
     * @param time how long the applications run
     */
    Demo(String redisUri, String jdbcUrl, String environment, Duration time) {
        this.jdbcUrl = jdbcUrl;
        this.environment = environment;
        timeOfRelease = time.dividedBy(Release.values().length);
        hourBefore = new HourBefore(Release.FIRST.label(), timeOfRelease);
        config = CentralogConfig.defaults().with(Settings.REDIS, redisUri);
    }

    /** Starts the Redis to use, with its data in that directory. */
    void startRedis(Path directory) {
        add(EmbeddedRedis.start(config, directory, status()));
    }

    /**
     * Runs a gatherer and both applications, of which each release has half of the time, and returns how much they have
     * logged and counted. Blocks.
     */
    Counts run(Path directory, Progress progress) throws InterruptedException {
        try (Sinks sinks = sinks()) {
            sinks.events().prepare(); // so that a database that can't be used ends the demo at once
        }
        Gatherer gatherer = add(Gatherer.open(config, hourBefore.noting(sinks()), status()));
        gatherer.start();
        List<SampleApplication.Description> descriptions = descriptions(directory);
        List<SampleApplication> applications = new ArrayList<>();
        Stopwatch stopwatch = Stopwatch.start();
        Counts total = Counts.NONE;
        for (Release release : Release.values()) {
            List<SampleApplication> started = descriptions.stream()
                    .map(each -> startApplication(each, release))
                    .toList();
            applications.addAll(started);
            eachRound(
                    started,
                    () -> progress.say(line(stopwatch.elapsed(), applications, gatherer.stats()) + "  release "
                            + release.label()));
            for (SampleApplication application : started) {
                total = total.plus(application.total(END_LIMIT));
            }
        }
        progress.end();
        gatherer.close();
        drain();
        return total;
    }

    private static List<SampleApplication.Description> descriptions(Path directory) {
        return List.of(
                new SampleApplication.Description(
                        "shop-web",
                        WebShop.class.getName(),
                        "log4j2.configurationFile",
                        resource(directory, "log4j2.xml")),
                new SampleApplication.Description(
                        "shop-orders",
                        OrderService.class.getName(),
                        QuietLibraries.PROPERTY,
                        resource(directory, "logback.xml")));
    }

    /** Runs something every half second until the applications have ended, or should have. */
    private void eachRound(List<SampleApplication> applications, Runnable action) {
        Stopwatch stopwatch = Stopwatch.start();
        Duration limit = timeOfRelease.plus(END_LIMIT);
        for (long round = 1; applications.stream().anyMatch(SampleApplication::isAlive); round++) {
            stopwatch.awaitNanos(round * ROUND.toNanos());
            if (stopwatch.elapsed().compareTo(limit) > 0) {
                break;
            }
            action.run();
        }
    }

    /** Stores an hour of the first release before the demo, and returns its number of events. Blocks. */
    long storeHourBefore() {
        try (Sinks sinks = sinks()) {
            sinks.events().prepare();
            return hourBefore.store(sinks.events());
        }
    }

    /**
     * Serves the page of what is stored, and gathers on, so that new groups get their families; until this is closed.
     *
     * @param onAddress is given the address to open, and another one when its token was used
     */
    void serve(Consumer<String> onAddress) {
        Gatherer gatherer = add(Gatherer.open(config, sinks(), status()));
        gatherer.start();
        ServedPage page = add(new ServedPage(onAddress, status()));
        page.show(
                config.with(GathererSettings.DATABASE, jdbcUrl),
                new ServedPage.Gathering(List::of, gatherer::stats, () -> null));
    }

    private void drain() throws InterruptedException {
        Gatherer last = add(Gatherer.open(config, hourBefore.noting(sinks()), status()));
        if (!last.drain()) {
            throw new DemoException("the demo was stopped before everything was stored");
        }
        last.close();
    }

    private SampleApplication startApplication(SampleApplication.Description description, Release release) {
        return add(SampleApplication.start(
                description,
                timeOfRelease,
                Map.of(
                        "SHOP_REDIS",
                        config.get(Settings.REDIS),
                        "SHOP_ENVIRONMENT",
                        environment,
                        Release.VARIABLE,
                        release.label())));
    }

    private static String line(Duration elapsed, List<SampleApplication> applications, GatherStats stats) {
        Stored stored = stats.events().stored();
        return String.format(
                Locale.ROOT,
                "%3d s  logged %,d  stored %,d in %,d rows  dropped %,d",
                elapsed.toSeconds(),
                applications.stream().mapToLong(each -> each.counts().logged()).sum(),
                stored.repeats(),
                stored.rows(),
                stored.totalDropped());
    }

    /** Copies a resource out of the jar, so that the user can look at it, and returns the copy's path. */
    private static Path resource(Path directory, String name) {
        Path file = directory.resolve(name);
        try (InputStream content = Objects.requireNonNull(Demo.class.getResourceAsStream(name), name)) {
            Files.copy(content, file);
            return file;
        } catch (IOException e) {
            throw new DemoException("can't write " + file + ": " + e.getMessage(), e);
        }
    }

    private Sinks sinks() {
        return Sinks.open(new SinkTarget(jdbcUrl, "", "", status()));
    }

    /** Returns a listener that omits advice about Redis's durability, which an embedded Redis does not need. */
    private static StatusListener status() {
        return (severity, message, cause) -> {
            if (severity != StatusListener.Severity.INFO) {
                System.err.println("gatherer: " + message + (cause == null ? "" : ": " + cause.getMessage()));
            }
        };
    }

    <T extends AutoCloseable> T add(T part) {
        synchronized (parts) {
            if (!closed) {
                parts.push(part);
                return part;
            }
        }
        closeQuietly(part);
        throw new DemoException("the demo was stopped");
    }

    /** Ends everything, in the reverse order of the start. */
    @Override
    public void close() {
        Deque<AutoCloseable> all;
        synchronized (parts) {
            closed = true;
            all = new ArrayDeque<>(parts);
            parts.clear();
        }
        all.forEach(Demo::closeQuietly);
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            System.err.println("can't stop a part of the demo: " + e);
        }
    }
}
