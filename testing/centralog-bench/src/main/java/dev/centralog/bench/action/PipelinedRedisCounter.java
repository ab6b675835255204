// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends one HINCRBY per call, without waiting for the answer. Lettuce keeps commands until Redis has answered, and its
 * own limit does not stop callers that are faster than its event loop: the heap would be full within seconds. So this
 * class has its own limit, and a caller that reaches it waits for room: callers that went on instead would keep the
 * event loop from making room.
 */
final class PipelinedRedisCounter implements ActionCounter {
    /** The limit on commands under way. 100, 10,000 and 100,000 were tried too; this is the fastest. */
    private static final int MOST_UNDER_WAY = 1_000;

    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final RedisAsyncCommands<String, String> commands;
    private final LongAdder dropped = new LongAdder();
    private final Semaphore room;

    PipelinedRedisCounter(String redisUri) {
        this(redisUri, MOST_UNDER_WAY);
    }

    PipelinedRedisCounter(String redisUri, int mostUnderWay) {
        room = new Semaphore(mostUnderWay);
        client = RedisClient.create(redisUri);
        connection = client.connect();
        commands = connection.async();
    }

    @Override
    public void count(long user, int action) {
        room.acquireUninterruptibly();
        var unused = commands.hincrby(RedisCounter.KEY, ActionCounter.text(user, action), 1)
                .whenComplete((count, failure) -> {
                    room.release();
                    if (failure != null) {
                        dropped.increment();
                    }
                });
    }

    @Override
    public long dropped() {
        return dropped.sum();
    }

    @Override
    public void close() {
        connection.sync().ping(); // the answer comes after the answers to everything sent before
        connection.close();
        client.shutdown();
    }
}
