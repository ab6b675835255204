// SPDX-License-Identifier: Apache-2.0
package dev.centralog.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.StoredEvent;
import dev.centralog.gatherer.stored.StoredEvents;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.FreePorts;
import dev.centralog.testkit.SharedRedis;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of servers as the central repository has them, with our appender in their logging configuration: start, use,
 * stop.
 */
class RealServersIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    @Test
    void zooKeeper_onLogback_startUseAndStopAreStored() throws Exception {
        int port = FreePorts.next();
        Path configuration = Files.writeString(
                directory.resolve("zoo.cfg"),
                "dataDir=" + directory.resolve("data") + "\nclientPort=" + port
                        + "\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\n");
        String lib = Path.of("..", "centralog-server-zookeeper", "target", "lib") + "/*";
        try (ForkedJvm server = ForkedJvm.builder("org.apache.zookeeper.server.ZooKeeperServerMain")
                .classPath(lib)
                // Without this option ZooKeeper logs nothing at its end; with it, a line of its audit log.
                .jvmOptions("-Dzookeeper.audit.enable=true")
                .jvmOptions("-Dlogback.configurationFile=" + resource("zookeeper-logback.xml"))
                .environment("CENTRALOG_REDIS", REDIS.uri())
                .arguments(configuration.toString())
                .start()) {
            server.awaitOutput("binding to port", LIMIT);
            try (ForkedJvm client = ForkedJvm.builder("org.apache.zookeeper.ZooKeeperMain")
                    .classPath(lib)
                    .jvmOptions("-Dlogback.configurationFile=" + resource("client-logback.xml"))
                    .arguments("-server", "127.0.0.1:" + port, "create", "/parcels", "one")
                    .start()) {
                assertThat(client.awaitExit(LIMIT)).as(client.standardError()).isZero();
            }
            server.terminate(LIMIT);

            List<String> stored = storedLines();
            assertThat(stored)
                    .as(server.standardOutput() + server.standardError())
                    .containsExactlyInAnyOrderElementsOf(
                            server.standardOutput().lines().toList());
            assertThat(stored).anyMatch(line -> line.contains("binding to port"));
            assertThat(stored).anyMatch(line -> line.contains("operation=create\tznode=/parcels"));
            assertThat(stored).anyMatch(line -> line.contains("operation=serverStop\tresult=invoked"));
        }
    }

    @Test
    void artemis_onLog4j2_startUseAndStopAreStored() throws Exception {
        String lib = Path.of("..", "centralog-server-artemis", "target", "lib") + "/*";
        try (ForkedJvm server = ForkedJvm.builder(ArtemisBroker.class.getName())
                .classPath(lib + ":" + Path.of("target", "test-classes"))
                .jvmOptions("-Dlog4j2.configurationFile=" + resource("artemis-log4j2.properties"))
                .environment("CENTRALOG_REDIS", REDIS.uri())
                .arguments(Integer.toString(FreePorts.next()))
                .start()) {
            server.awaitOutput("received one parcel", LIMIT);
            server.terminate(LIMIT);

            List<String> stored = storedLines();
            assertThat(stored)
                    .as(server.standardOutput() + server.standardError())
                    .containsExactlyInAnyOrderElementsOf(server.standardOutput()
                            .lines()
                            .filter(line -> !line.startsWith("received "))
                            .toList());
            assertThat(stored).anyMatch(line -> line.contains("Server is now active"));
            assertThat(stored).anyMatch(line -> line.contains("stopped"));
        }
    }

    private static Path resource(String name) throws URISyntaxException {
        URL url = Objects.requireNonNull(RealServersIT.class.getResource(name), name);
        return Path.of(url.toURI());
    }

    /** Returns each stored event as often as it was logged, in the format of the servers' console appenders. */
    private List<String> storedLines() throws IOException, InterruptedException {
        StatusListener status = StatusListener.standardError();
        SinkTarget target = new SinkTarget("jdbc:sqlite:" + directory.resolve("servers.db"), "", "", status);
        CentralogConfig config = CentralogConfig.defaults().with(Settings.REDIS, REDIS.uri());
        try (Gatherer gatherer = Gatherer.open(config, Sinks.open(target), status)) {
            assertThat(gatherer.drain()).isTrue();
        }
        try (StoredEvents events = StoredEvents.open(target)) {
            return events.last(EventQuery.ALL, Integer.MAX_VALUE).stream()
                    .flatMap(stored -> Collections.nCopies((int) stored.repeats(), line(stored)).stream())
                    .toList();
        }
    }

    private static String line(StoredEvent stored) {
        String message = String.valueOf(stored.event().message()).replaceAll("[\\r\\n]+", " ");
        return stored.event().level() + " " + stored.event().logger() + " " + message;
    }
}
