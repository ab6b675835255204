// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.Sinks;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;

class GathererBeanTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final List<String> said = new ArrayList<>();

    private Gatherer gatherer() {
        return Gatherer.open(
                CentralogConfig.defaults(),
                Sinks.open(Databases.target("jdbc:sqlite:never.db")),
                (severity, message, cause) -> {});
    }

    @Test
    void registered_everyAttributeCanBeRead_untilItIsUnregistered() throws Exception {
        ObjectName name = new ObjectName(GathererBean.NAME);
        try (Gatherer gatherer = gatherer()) {
            GathererBean bean = GathererBean.register(gatherer, (severity, message, cause) -> said.add(message));

            for (MBeanAttributeInfo each : server.getMBeanInfo(name).getAttributes()) {
                assertThat(server.getAttribute(name, each.getName()))
                        .as(each.getName())
                        .isInstanceOfAny(Long.class, Double.class, String.class, TabularData.class);
            }
            assertThat(server.getAttribute(name, "EventsStored")).isEqualTo(0L);
            assertThat(server.getAttribute(name, "LastCommit")).isEqualTo("");

            bean.unregister();
            assertThat(server.isRegistered(name)).isFalse();
            assertThat(said).isEmpty();
        }
    }

    @Test
    void register_nameTaken_isSaidAndHarmless() {
        try (Gatherer gatherer = gatherer()) {
            GathererBean first = GathererBean.register(gatherer, (severity, message, cause) -> said.add(message));
            GathererBean.register(gatherer, (severity, message, cause) -> said.add(message));
            first.unregister();
        }

        assertThat(said).containsExactly("can't show " + GathererBean.NAME + " in JMX");
    }
}
