// SPDX-License-Identifier: Apache-2.0
package dev.centralog.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Centralog;
import dev.centralog.Logs;
import dev.centralog.gather.EventReader;
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
            try (Centralog centralog = Centralog.open(Logs.config(1), access, (severity, message, cause) -> {})) {
                centralog.log(Logs.event("hello", Logs.ago(Duration.ofSeconds(5))));
                assertThat(centralog.close(Duration.ofSeconds(20))).isZero();
            }
            try (EventReader reader = EventReader.open(Logs.config(1), access)) {
                GatheredEvent event = reader.next(Duration.ofSeconds(10));
                assertThat(event).isNotNull();
                assertThat(event.event().message()).isEqualTo("hello");
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
