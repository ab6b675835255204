// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.RedisAccess;
import dev.centralog.Settings;
import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.ship.BatchReply;
import dev.centralog.internal.ship.ProducerStates;
import dev.centralog.internal.ship.Standing;
import dev.centralog.internal.time.Clock;
import dev.centralog.lettuce.ExistingClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Real connections that many logical producers share: batches by the real transport, and the scripts {@code ask} and
 * {@code mark} without blocking. Its queues have no limit, as each of the producers would have a queue of its own.
 *
 * <p>Thread-safety: any thread, but for open and close.
 */
public final class FleetLink implements AutoCloseable {
    private final RedisBatchTransport batches;
    private final RedisConnection questions;
    private final ScriptRunner scripts;
    private final KeySpace keys;

    private FleetLink(CentralogConfig config, RedisAccess access) {
        batches = new RedisBatchTransport(config, access, Clock.system());
        keys = new KeySpace(config.get(Settings.KEY_PREFIX), 0);
        questions = new RedisConnection(config, access, keys.book());
        scripts = new ScriptRunner(questions);
    }

    /** Connections over one client. */
    public static final class Client implements AutoCloseable {
        /** The pause of the shared connections: each logical producer has its own besides. */
        private static final Duration RECONNECT = Duration.ofMillis(20);

        /** The real time that a reply may take: that of the producers stands still meanwhile. */
        private static final Duration LONGEST = Duration.ofMinutes(2);

        private final ClientResources resources;
        private final RedisClient client;
        private final CentralogConfig config;

        /** Makes a client that is not connected. */
        public Client(CentralogConfig config) {
            this.config = config;
            resources = DefaultClientResources.builder()
                    .ioThreadPoolSize(2)
                    .computationThreadPoolSize(2)
                    .reconnectDelay(Delay.constant(RECONNECT))
                    .build();
            client = RedisClient.create(resources);
            client.setOptions(ClientOptions.builder()
                    .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                    .timeoutOptions(TimeoutOptions.enabled(LONGEST))
                    .build());
        }

        /** Returns connections, made now. Blocks. */
        public FleetLink connect() {
            RedisURI uri = RedisURI.create(config.get(Settings.REDIS));
            FleetLink link = new FleetLink(config, new ExistingClient(client, uri));
            link.batches.connect();
            link.questions.connect();
            return link;
        }

        @Override
        public void close() {
            client.shutdown(0, 1, TimeUnit.SECONDS);
            var unused = resources.shutdown(0, 1, TimeUnit.SECONDS);
        }
    }

    /** Sends a batch. */
    public CompletionStage<BatchReply> send(Batch batch, Standing standing) {
        return batches.send(batch, standing);
    }

    /** Asks Redis about producer ids. */
    public CompletionStage<ProducerStates> ask(List<UUID> producers) {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(RedisConnection.bytes(
                HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong())));
        producers.forEach(id -> arguments.add(Book.producer(id)));
        return states(Scripts.ASK, arguments);
    }

    /** Retires a producer id by {@code r}, or closes it by {@code c}. */
    public CompletionStage<ProducerStates> mark(UUID producer, String redisId, String flag) {
        return states(
                Scripts.MARK,
                List.of(RedisConnection.bytes(redisId), Book.producer(producer), RedisConnection.bytes(flag)));
    }

    private CompletionStage<ProducerStates> states(Script script, List<byte[]> arguments) {
        try {
            return scripts.list(script, List.of(keys.book()), arguments).thenApply(answer -> Book.states(answer, 0));
        } catch (RuntimeException e) { // as when a batch is sent
            return RedisConnection.failed(new CentralogException(RedisErrors.explain(e), e));
        }
    }

    /** Sends what a producer sends for Redis's clock, every 30 s. The reply does not matter. */
    public void time() {
        try {
            var unused = questions.commands().time();
        } catch (RuntimeException ignored) {
            // Disconnected: the batch behind it tells.
        }
    }

    /** Sends what a producer sends behind a new connection: the question what server it is, and the numbers of partitions. */
    public void greet() {
        try {
            var unused =
                    List.of(questions.commands().info(), questions.commands().hgetall(keys.meta()));
        } catch (RuntimeException ignored) {
            // As above.
        }
    }

    /** Returns how far Redis's clock is ahead, in milliseconds. Blocks. */
    public long clockOffsetMillis() {
        return batches.clockOffsetMillis();
    }

    @Override
    public void close() {
        batches.close();
        questions.close();
    }
}
