// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.Deployment;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.SharedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A server that deploys an application, class loader and all, and undeploys it: nothing of it is left. */
class RedeployIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int TIMES = Faults.times(1, 100);
    private static final int EVENTS = 21;

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    Path directory = Path.of("");

    @Test
    void application_deployedAgainAndAgain_leavesNothing() throws IOException {
        Path configuration = Files.writeString(directory.resolve("log4j2.xml"), """
                <Configuration status="warn">
                  <Appenders><Centralog name="central" redis="%s" jmx="true" shutdownTimeout="1m"/></Appenders>
                  <Loggers><Root level="info"><AppenderRef ref="central"/></Root></Loggers>
                </Configuration>
                """.formatted(REDIS.uri()));
        for (int i = 0; i < TIMES; i++) {
            Deployment application = Deployment.run(
                    System.getProperty("java.class.path"),
                    DeployedApplication.class.getName(),
                    configuration.toUri().toString());

            application.awaitGone(REDIS.get(), LIMIT);
        }
        assertThat(Deployment.logged(REDIS.get())).isEqualTo((long) TIMES * EVENTS);
    }
}
