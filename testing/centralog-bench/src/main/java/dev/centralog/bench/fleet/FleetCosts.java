// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.fleet;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.bench.report.RedisInfo;
import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.fold.EventSample;
import dev.centralog.internal.fold.LineSamples;
import dev.centralog.internal.redis.FleetLink;
import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.ship.BatchNumber;
import dev.centralog.internal.ship.FleetServer;
import dev.centralog.internal.ship.Sender;
import dev.centralog.internal.ship.Standing;
import dev.centralog.internal.wire.Window;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.RedisCli;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The time that Redis takes for the calls of many producers, as measured.
 *
 * @param calls the processor time for a call of each kind, with many of them at once
 * @param connectionBytes the memory for a connection that is idle; 0 if it was not measured
 */
record FleetCosts(FleetServer.Costs calls, long connectionBytes) {
    private static final int PRODUCERS = 2000;
    private static final int CONNECTIONS = 500;

    /** The time after which Redis has taken back the buffers of a connection that is idle. */
    private static final long TRIMMED_AFTER_MILLIS = 4000;

    private static final int GROUP_BYTES = 16;
    private static final int PAYLOAD_BYTES = 400;
    private static final int SAMPLE_BYTES = 120;
    private static final int PROCESS_BYTES = 120;

    static FleetCosts measure() throws InterruptedException {
        try (LocalRedis redis = LocalRedis.builder(LocalRedis.Version.newest())
                        .config("appendonly yes")
                        .start();
                FleetLink.Client client =
                        new FleetLink.Client(CentralogConfig.defaults().with(Settings.REDIS, redis.uri()));
                FleetLink link = client.connect()) {
            String redisId = link.ask(List.of()).toCompletableFuture().join().redisId();
            List<UUID> ids = new ArrayList<>();
            for (int i = 0; i < PRODUCERS; i++) {
                ids.add(UUID.randomUUID());
            }
            Duration question = cost(redis, ids, id -> link.ask(List.of(id)));
            long second = System.currentTimeMillis() / 1000;
            Duration batch = cost(
                    redis,
                    ids,
                    id -> link.send(batch(id, Window.second(second)), new Standing(redisId, second * 1000)));
            long bytesBefore = RedisInfo.usedBytes(redis);
            List<RedisCli> open = new ArrayList<>();
            Duration connection = connection(redis, open);
            TimeUnit.MILLISECONDS.sleep(TRIMMED_AFTER_MILLIS);
            long bytes = RedisInfo.usedBytes(redis) - bytesBefore;
            open.forEach(RedisCli::close);
            return new FleetCosts(new FleetServer.Costs(batch, question, connection), bytes / CONNECTIONS);
        }
    }

    /** Returns a producer's first batch: one event that all others log, too. */
    private static Batch batch(UUID id, Window window) {
        BatchNumber number = new BatchNumber(id, 1, 0, id.getLeastSignificantBits());
        LineSamples own = new LineSamples(new EventSample(1, new byte[SAMPLE_BYTES]), List.of(), 0);
        BatchLine line = new BatchLine(new byte[GROUP_BYTES], 1, new byte[PAYLOAD_BYTES], own);
        return new Batch(
                number, new Sender(id.getMostSignificantBits(), new byte[PROCESS_BYTES]), window, List.of(line));
    }

    private interface Call {
        CompletionStage<?> of(UUID id);
    }

    private static Duration cost(LocalRedis redis, List<UUID> ids, Call call) {
        double before = RedisInfo.load(redis).cpuSeconds();
        List<CompletionStage<?>> all = new ArrayList<>();
        ids.forEach(id -> all.add(call.of(id)));
        all.forEach(each -> each.toCompletableFuture().join());
        return each(RedisInfo.load(redis).cpuSeconds() - before, ids.size());
    }

    private static Duration each(double seconds, int calls) {
        return Duration.ofNanos(Math.round(seconds * 1e9 / calls));
    }

    /** Connects as a producer does: what its client sends, and what the producer asks first. */
    private static Duration connection(LocalRedis redis, List<RedisCli> open) {
        double before = RedisInfo.load(redis).cpuSeconds();
        for (int i = 0; i < CONNECTIONS; i++) {
            RedisCli each = redis.connect();
            each.call("CLIENT", "SETNAME", "centralog");
            each.call("INFO");
            each.call("HGETALL", "{cl.2}:meta");
            open.add(each);
        }
        return each(RedisInfo.load(redis).cpuSeconds() - before, CONNECTIONS);
    }
}
