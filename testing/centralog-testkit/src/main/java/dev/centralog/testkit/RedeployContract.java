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

/** A server that deploys an application, class loader and all, and undeploys it: nothing of it is left. */
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
     * What is deployed.
     *
     * @param application its main class; its one argument is the URI of its logging's configuration
     * @param fileName of that
     * @param configuration its text, with {@code %s} where the URI of Redis belongs
     * @param events how many it logs
     */
    protected RedeployContract(Class<?> application, String fileName, String configuration, long events) {
        this.application = application;
        this.fileName = fileName;
        this.configuration = configuration;
        this.events = events;
    }

    /** What the application is loaded from. */
    protected String classPath() {
        return System.getProperty("java.class.path");
    }

    @Test
    final void application_deployedAgainAndAgain_leavesNothing() throws IOException {
        Path file = Files.writeString(directory.resolve(fileName), configuration.formatted(REDIS.uri()));
        for (int i = 0; i < TIMES; i++) {
            Deployment.run(classPath(), application.getName(), file.toUri().toString())
                    .awaitGone(REDIS.get(), LIMIT);
        }
        assertThat(Deployment.logged(REDIS.get())).isEqualTo(TIMES * events);
        assertThat(Deployment.loadedLate()).isEmpty();
    }
}
