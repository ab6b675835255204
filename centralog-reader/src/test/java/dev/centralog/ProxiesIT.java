// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.LocalTwemproxy;
import dev.centralog.testkit.PickyProxy;
import dev.centralog.testkit.SharedRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests of applications whose Redis is behind a proxy that supports few commands, and only the older protocol. */
class ProxiesIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    private static void logsThrough(int port) throws InterruptedException {
        LocalRedis redis = REDIS.get();
        List<String> told = new CopyOnWriteArrayList<>();
        try (Centralog centralog = Centralog.open(Logs.config(port), Said.messages(told))) {
            for (int i = 0; i < 3; i++) {
                centralog.log(Logs.event("through a proxy", Logs.ago(Duration.ZERO)));
            }
            centralog.actions().log(1, "passed");

            assertThat(centralog.close(LONG)).isZero();
            assertThat(centralog.linkStats().outages()).as("%s", told).isZero();
        }
        assertThat(told).isEmpty();
        assertThat(Logs.gatherAll(Logs.config(redis)).stored()).isEqualTo(3);
    }

    @Test
    void proxy_thatRefusesWhatItDoesNotKnow_isLoggedThrough() throws InterruptedException {
        try (PickyProxy proxy = PickyProxy.to(REDIS.get().port())) {
            logsThrough(proxy.port());

            assertThat(proxy.refused()).contains("INFO", "TIME").doesNotContain("HELLO");
        }
    }

    @Test
    void proxy_thatHangsUp_isLoggedThrough() throws InterruptedException {
        Assumptions.assumeTrue(LocalTwemproxy.isAvailable());
        try (LocalTwemproxy proxy = LocalTwemproxy.to(REDIS.get().port())) {
            logsThrough(proxy.port());
        }
    }
}
