// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * One HINCRBY a call, whose answer nobody waits for. Lettuce keeps what Redis has not answered, and its own bound is no
 * bound for callers that are faster than its event loop: the heap is full within seconds. So there is one here, and who
 * meets it waits for room: callers that go on in its stead keep the event loop from making any.
 */
final class PipelinedRedisCounter implements ActionCounter {
    /** Commands under way; tried with 100, 10,000 and 100,000 too: this is the fastest. */
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
        connection.sync().ping(); // answered after all that was sent before it
        connection.close();
        client.shutdown();
    }
}
