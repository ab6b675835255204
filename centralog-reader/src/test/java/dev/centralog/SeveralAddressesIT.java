// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.SharedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests with a host name for Redis that has several addresses, of which only one is alive. */
class SeveralAddressesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 12;

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    Path directory;

    /** Connects several times, because each connection may begin with another address. */
    @Test
    void addresses_thatAreDead_costNoAttempt() throws IOException, InterruptedException {
        LocalRedis redis = REDIS.get();
        Path hosts = Files.writeString(directory.resolve("hosts"), """
                127.0.0.7 redis.test
                127.0.0.8 redis.test
                127.0.0.1 redis.test
                127.0.0.9 redis.test
                """);
        try (ForkedJvm jvm = ForkedJvm.builder(Application.class.getName())
                .jvmOptions("-Djdk.net.hosts.file=" + hosts)
                .arguments("redis://redis.test:" + redis.port())
                .start()) {
            assertThat(jvm.awaitExit(LIMIT)).as(jvm.standardError()).isZero();

            assertThat(jvm.standardOutput()).contains("outages: 0");
        }
        assertThat(Logs.gatherAll(Logs.config(redis)).stored()).isEqualTo(CONNECTIONS);
    }

    /** An application that logs an event through each of several producers. */
    static final class Application {
        private Application() {}

        public static void main(String[] arguments) {
            long outages = 0;
            for (int i = 0; i < CONNECTIONS; i++) {
                CentralogConfig config = Logs.config(0)
                        .with(Settings.REDIS, arguments[0])
                        .with(Settings.COMMAND_TIMEOUT, Duration.ofSeconds(10));
                try (Centralog centralog = Centralog.open(config)) {
                    centralog.log(Logs.event("one of them", Logs.ago(Duration.ZERO)));
                    centralog.close(LIMIT);
                    outages += centralog.linkStats().outages();
                }
            }
            System.out.println("outages: " + outages);
        }
    }
}
