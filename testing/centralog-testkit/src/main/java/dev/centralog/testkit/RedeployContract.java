// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests that nothing is left of an application that a server has deployed, with its own class loader, and undeployed. */
public abstract class RedeployContract {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int TIMES = Faults.times(1, 100);

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    Path directory = Path.of("");

    private final Class<?> application;
    private final String fileName;
    private final String configuration;
    private final long events;

    /**
     * Creates the contract of an application.
     *
     * @param application its main class; its one argument is the URI of its logging configuration
     * @param fileName the name of that file
     * @param configuration the text of the configuration, with {@code %s} in the place of Redis's URI
     * @param events how many events the application logs
     */
    protected RedeployContract(Class<?> application, String fileName, String configuration, long events) {
        this.application = application;
        this.fileName = fileName;
        this.configuration = configuration;
        this.events = events;
    }

    /** Returns the class path that the application is loaded from. */
    protected String classPath() {
        return System.getProperty("java.class.path");
    }

    @Test
    final void application_deployedAgainAndAgain_leavesNothing() throws IOException {
        for (int i = 0; i < TIMES; i++) {
            deploy(REDIS.get().uri()).awaitGone(REDIS.get(), LIMIT);
        }
        assertThat(Deployment.logged(REDIS.get())).isEqualTo(TIMES * events);
        assertThat(Deployment.loadedLate()).isEmpty();
    }

    /** Tests that with a node in the setting that refers to another one for all keys. */
    @Test
    final void application_onACluster_leavesNothing() throws IOException {
        try (TwoNodes nodes = new TwoNodes()) {
            deploy(nodes.empty().uri()).awaitGone(nodes.owner(), LIMIT);
            assertThat(Deployment.logged(nodes.owner())).isEqualTo(events);
        }
    }

    private Deployment deploy(String redis) throws IOException {
        Path file = Files.writeString(directory.resolve(fileName), configuration.formatted(redis));
        return Deployment.run(classPath(), application.getName(), file.toUri().toString());
    }
}
