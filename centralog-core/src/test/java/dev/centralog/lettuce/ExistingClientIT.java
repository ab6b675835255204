// SPDX-License-Identifier: Apache-2.0
package dev.centralog.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.Logs;
import dev.centralog.Settings;
import dev.centralog.gather.ActionSlice;
import dev.centralog.gather.ActionSource;
import dev.centralog.gather.EventReader;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import org.awaitility.Awaitility;

/** An application's own client is used, and left alive. */
class ExistingClientIT {
    @EachRedis
    void client_ofTheApplication_isUsedAndLeftAsItWas(LocalRedis redis) throws InterruptedException {
        RedisURI uri = RedisURI.create(redis.uri());
        Duration timeout = uri.getTimeout();
        RedisClient client = RedisClient.create();
        try {
            ExistingClient access = new ExistingClient(client, uri);
            CentralogConfig config = Logs.config(1).with(Settings.SLICE_LENGTH, Duration.ofSeconds(1));
            try (Centralog centralog = Centralog.open(config, access, (severity, message, cause) -> {})) {
                centralog.log(Logs.event("hello", Logs.ago(Duration.ofSeconds(5))));
                centralog.actions().log(Action.of(42, "logon").at(Logs.ago(Duration.ofSeconds(4))));
                assertThat(centralog.close(Duration.ofSeconds(20))).isZero();
            }
            try (EventReader reader = EventReader.open(Logs.config(1), access)) {
                GatheredEvent event = reader.next(Duration.ofSeconds(10));
                assertThat(event).isNotNull();
                assertThat(event.event().message()).isEqualTo("hello");
            }

            try (ActionSource actions = ActionSource.open(config, access, (severity, message, cause) -> {})) {
                ActionSlice slice = actions.claim(Duration.ofSeconds(10));
                assertThat(slice).singleElement().returns("42", GatheredAction::user);
            }

            // Our connections are closed, the client goes on.
            Awaitility.await()
                    .until(() -> redis.cliList("CLIENT", "LIST").get(0).lines().count() == 1);
            assertThat(client.connect(uri).sync().ping()).isEqualTo("PONG");
            assertThat(uri.getTimeout()).isEqualTo(timeout);
        } finally {
            client.shutdown();
        }
    }
}
