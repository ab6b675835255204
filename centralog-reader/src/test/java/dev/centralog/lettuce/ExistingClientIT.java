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
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/** Tests that an application's own client is used, and not closed. */
class ExistingClientIT {
    @EachRedis(isOneEnough = true)
    void client_ofTheApplication_isUsedAndLeftAsItWas(LocalRedis redis) throws InterruptedException {
        RedisURI uri = RedisURI.create(redis.uri());
        Duration timeout = uri.getTimeout();
        RedisClient client = RedisClient.create();
        Set<String> threads = ConcurrentHashMap.newKeySet();
        RedisConnectionStateListener ours = new RedisConnectionStateListener() {
            @Override
            public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
                threads.add(Thread.currentThread().getName());
            }
        };
        client.addListener(ours);
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

            // The client's log lines on its threads may be about our connections; the application's lines are not.
            assertThat(threads).isNotEmpty().allSatisfy(thread -> {
                assertThat(Centralog.isOwn("io.lettuce.core.protocol.CommandHandler", thread))
                        .isTrue();
                assertThat(Centralog.isOwn("shop.Cart", thread)).isFalse();
            });
            assertThat(Centralog.isOwn("io.lettuce.core.protocol.CommandHandler", "main"))
                    .isFalse();

            // Our connections are closed; the client goes on working.
            Awaitility.await()
                    .until(() -> redis.cliList("CLIENT", "LIST").get(0).lines().count() == 1);
            assertThat(client.connect(uri).sync().ping()).isEqualTo("PONG");
            assertThat(uri.getTimeout()).isEqualTo(timeout);
        } finally {
            client.shutdown();
        }
    }

    /**
     * Checks an assumption of the test above: the client calls its listeners on the thread that serves the connection, and so
     * logs about it.
     */
    @EachRedis(isOneEnough = true)
    void connection_isToldOfByTheThreadThatServesIt(LocalRedis redis) {
        RedisClient client = RedisClient.create(redis.uri());
        try {
            Set<String> told = ConcurrentHashMap.newKeySet();
            client.addListener(new RedisConnectionStateListener() {
                @Override
                public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
                    told.add(Thread.currentThread().getName());
                }
            });
            var commands = client.connect().async();
            Set<String> serving = ConcurrentHashMap.newKeySet();
            Awaitility.await().until(() -> {
                // If the reply came before thenRun, this thread runs the action; hence the retries.
                commands.ping()
                        .toCompletableFuture()
                        .thenRun(() -> serving.add(Thread.currentThread().getName()))
                        .join();
                serving.remove(Thread.currentThread().getName());
                return !serving.isEmpty();
            });

            assertThat(serving).isEqualTo(told);
        } finally {
            client.shutdown();
        }
    }
}
