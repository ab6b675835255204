// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.idle;

import dev.centralog.bench.application.ConfiguredJvm;
import dev.centralog.bench.application.Framework;
import dev.centralog.bench.application.NamedAppender;
import dev.centralog.gatherer.Main;
import dev.centralog.testkit.ForkedJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process with nothing to do. Not thread-safe. */
final class Idler implements AutoCloseable {
    /** The title of {@link #sleeper}. */
    static final String SLEEPER = "a JVM that sleeps";

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final String title;
    private final ForkedJvm jvm;
    private final @Nullable ConfiguredJvm configured;

    private Idler(String title, ForkedJvm jvm, @Nullable ConfiguredJvm configured) {
        this.title = title;
        this.jvm = jvm;
        this.configured = configured;
    }

    /** Starts a JVM that does nothing. */
    static Idler sleeper() {
        ForkedJvm jvm = ForkedJvm.builder(IdleApplication.class.getName())
                .optimized()
                .arguments("none")
                .start();
        return new Idler(SLEEPER, jvm, null);
    }

    /** Starts an application that logs that many events, for the reader of that prefix. */
    static Idler application(Framework framework, String redisUri, String keyPrefix, int events) throws IOException {
        ConfiguredJvm configured = new ConfiguredJvm(
                framework,
                List.of(NamedAppender.centralog(IdleApplication.APPENDER, redisUri)
                        .with("keyPrefix", keyPrefix)));
        ForkedJvm jvm = configured
                .builder(IdleApplication.class)
                .arguments(framework.name(), Integer.toString(events))
                .start();
        String title = "appender for " + framework.title() + (events == 0 ? ", never used" : ", used before");
        return new Idler(title, jvm, configured);
    }

    static Idler gatherer(String database, String redisUri, String keyPrefix, String url) {
        ForkedJvm jvm = ForkedJvm.builder(Main.class.getName())
                .optimized()
                .arguments("gather", "--redis", redisUri, "--key-prefix", keyPrefix, "--database", url)
                .start();
        return new Idler("gatherer into " + database, jvm, null);
    }

    String title() {
        return title;
    }

    void awaitReady() {
        jvm.awaitOutput(IdleApplication.READY, LIMIT);
    }

    ProcessUse use() {
        return ProcessUse.of(jvm.pid());
    }

    /** Ends the process as an operator would, and returns its standard error. */
    String terminate() {
        jvm.terminate(LIMIT);
        return jvm.standardError();
    }

    @Override
    public void close() throws IOException {
        jvm.close();
        if (configured != null) {
            configured.close();
        }
    }
}
