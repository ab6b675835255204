// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.status.Version;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.FreePorts;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.SharedRedis;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.RMIServerSocketFactory;
import java.rmi.server.RMISocketFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.management.JMX;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that a producer shows the same figures in JMX as in the API. */
class JmxIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final MBeanServer PLATFORM = ManagementFactory.getPlatformMBeanServer();

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    private static CentralogConfig config(LocalRedis redis) {
        return Logs.config(redis).with(Settings.JMX, true);
    }

    private static Set<ObjectName> shown(String app) {
        try {
            ObjectName any = new ObjectName("dev.centralog:type=Producer,app=" + ObjectName.quote(app) + ",*");
            return PLATFORM.queryNames(any, null);
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectName awaitShown(String app) {
        Awaitility.await().atMost(LIMIT).until(() -> shown(app).size() == 1);
        return shown(app).iterator().next();
    }

    /** Starts a JMX server over RMI, which consoles use, on the loopback interface only. */
    private static JMXConnectorServer served() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        RMIServerSocketFactory server = port -> new ServerSocket(port, 0, here);
        RMIClientSocketFactory client = new LoopbackSockets();
        JMXConnectorServer connector = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("rmi", here.getHostAddress(), 0),
                Map.of(
                        RMIConnectorServer.RMI_SERVER_SOCKET_FACTORY_ATTRIBUTE, server,
                        RMIConnectorServer.RMI_CLIENT_SOCKET_FACTORY_ATTRIBUTE, client),
                PLATFORM);
        connector.start();
        return connector;
    }

    private record LoopbackSockets() implements RMIClientSocketFactory, java.io.Serializable {
        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return RMISocketFactory.getDefaultSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress().getHostAddress(), port);
        }
    }

    private static Map<String, Object> attributes(MBeanServerConnection connection, ObjectName name) throws Exception {
        CentralogMXBean bean = JMX.newMXBeanProxy(connection, name, CentralogMXBean.class);
        Map<String, Object> all = new TreeMap<>();
        for (MBeanAttributeInfo each : connection.getMBeanInfo(name).getAttributes()) {
            all.put(
                    each.getName(),
                    CentralogMXBean.class.getMethod("get" + each.getName()).invoke(bean));
        }
        return all;
    }

    private static Map<String, Object> expected(Centralog centralog) {
        Map<String, Object> all = new TreeMap<>();
        CentralogStats events = centralog.stats();
        all.put("EventsLogged", events.logged());
        all.put("EventsFolded", events.folded());
        all.put("EventsWaiting", events.waiting());
        all.put("EventsSpilled", events.spilled());
        all.put("EventsAcknowledged", events.acknowledged());
        all.put("EventsDropped", events.droppedByName());
        all.put("EventWindows", events.windows());
        all.put("EventBatches", events.batches());
        all.put("EventBatchesResent", events.resent());
        all.put("EventMaskFailures", events.maskFailures());
        all.put("EventSamplesTaken", events.samplesTaken());
        all.put("EventSamplesLeftOut", events.samplesLeftOut());
        CentralogStats actions = centralog.actions().stats();
        all.put("ActionsLogged", actions.logged());
        all.put("ActionsFolded", actions.folded());
        all.put("ActionsWaiting", actions.waiting());
        all.put("ActionsSpilled", actions.spilled());
        all.put("ActionsAcknowledged", actions.acknowledged());
        all.put("ActionsDropped", actions.droppedByName());
        all.put("ActionWindows", actions.windows());
        all.put("ActionBatches", actions.batches());
        all.put("ActionBatchesResent", actions.resent());
        all.put("ActionMaskFailures", actions.maskFailures());
        all.put("BufferedBytes", events.bufferedBytes());
        all.put("Version", Version.current().number());
        all.put("Commit", Version.current().commit());
        RedisLinkStats link = centralog.linkStats();
        all.put("AwaySince", link.awaySince() == null ? "" : link.awaySince().toString());
        all.put("Outages", link.outages());
        all.put("LastError", link.lastError() == null ? "" : link.lastError());
        all.put(
                "LastErrorAt",
                link.lastErrorAt() == null ? "" : link.lastErrorAt().toString());
        return all;
    }

    private static void log(Centralog centralog, int times) {
        Instant time = Logs.ago(Duration.ofSeconds(20));
        for (int i = 0; i < times; i++) {
            centralog.log(Logs.event("event " + i % 5, time));
            centralog.actions().log(i % 3, "view");
        }
    }

    private static long waiting(Centralog centralog) {
        return centralog.stats().waiting() + centralog.actions().stats().waiting();
    }

    @Test
    @SuppressWarnings("BanJNDI") // the address is that of this test's own server
    void attributes_overARealConnection_areThoseOfTheApi() throws Exception {
        LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
        JMXConnectorServer server = served();
        try (redis;
                Centralog centralog = Logs.open(config(redis));
                JMXConnector connector = JMXConnectorFactory.connect(server.getAddress())) {
            centralog.drop(DropReason.RECURSION);
            log(centralog, 50);
            Awaitility.await().atMost(LIMIT).until(() -> waiting(centralog) == 0);
            ObjectName name = awaitShown("shop");
            redis.kill();
            log(centralog, 20);
            Awaitility.await().atMost(LIMIT).until(() -> centralog.linkStats().awaySince() != null);
            // Retried, because each attempt in between changes the figures.
            Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
                Map<String, Object> before = expected(centralog);
                Map<String, Object> shown = attributes(connector.getMBeanServerConnection(), name);
                assertThat(shown.remove("AwaySeconds")).isInstanceOf(Long.class);
                assertThat(shown).isEqualTo(before);
            });

            Map<String, Object> shown = attributes(connector.getMBeanServerConnection(), name);
            assertThat(shown)
                    .containsEntry("EventsWaiting", 20L)
                    .containsEntry("EventsDropped", Map.of("recursion", 1L))
                    .containsEntry("ActionsAcknowledged", 50L)
                    .containsEntry("Outages", 1L);
            assertThat(shown.get("AwaySince")).isNotEqualTo("");
            assertThat(shown.get("LastError")).isNotEqualTo("");

            redis.start();
            Awaitility.await().atMost(LIMIT).until(() -> waiting(centralog) == 0);
            shown = attributes(connector.getMBeanServerConnection(), name);
            assertThat(shown).containsEntry("AwaySince", "").containsEntry("AwaySeconds", 0L);
        } finally {
            server.stop();
        }
        assertThat(shown("shop")).isEmpty();
    }

    @Test
    void producers_ofOneName_areShownSideBySideUntilTheyAreClosed() {
        String app = "a \"b\", c=*?";
        CentralogConfig config = config(REDIS.get()).with(Settings.APP, app);
        Centralog first = Logs.open(config);
        Centralog second = Logs.open(config); // neither has anything to do

        Awaitility.await().atMost(LIMIT).until(() -> shown(app).size() == 2);
        first.close();
        assertThat(shown(app)).hasSize(1);
        Centralog third = Logs.open(config);
        Awaitility.await().atMost(LIMIT).until(() -> shown(app).size() == 2);
        third.close();
        second.close();
        second.close();

        assertThat(shown(app)).isEmpty();
    }

    @Test
    void names_secretsInTheSettings_areNotShown() throws Exception {
        CentralogConfig config = Logs.config(0)
                .with(Settings.JMX, true)
                .with(Settings.REDIS, "redis://:tell-nobody@127.0.0.1:" + FreePorts.next())
                .with(Settings.APP, "secretive")
                .with(Settings.SHUTDOWN_TIMEOUT, Duration.ZERO);
        try (Centralog centralog = Logs.open(config)) {
            log(centralog, 1);
            ObjectName name = awaitShown("secretive");
            Awaitility.await().atMost(LIMIT).until(() -> centralog.linkStats().lastError() != null);

            assertThat(attributes(PLATFORM, name).toString()).contains("***").doesNotContain("tell-nobody");
        }
    }

    @Test
    void producer_notToldTo_isNotShown() {
        try (Centralog hidden = Logs.open(Logs.config(REDIS.get()).with(Settings.APP, "hidden"))) {
            log(hidden, 1);
            Awaitility.await().atMost(LIMIT).until(() -> waiting(hidden) == 0); // it would have been shown before

            assertThat(shown("hidden")).isEmpty();
        }
    }

    @Test
    void runtime_withoutJmx_shipsAndSaysNothing() {
        try (ForkedJvm jvm = ForkedJvm.builder(WithoutJmxProcess.class.getName())
                .jvmOptions("--limit-modules", "java.base,java.logging,java.naming,java.xml,jdk.unsupported")
                .arguments(REDIS.uri())
                .start()) {
            assertThat(jvm.awaitExit(Duration.ofSeconds(60)))
                    .as(jvm.standardError())
                    .isZero();
            assertThat(jvm.standardOutput().strip()).isEqualTo("1 confirmed");
            assertThat(jvm.standardError()).doesNotContainIgnoringCase("jmx");
        }
    }
}
