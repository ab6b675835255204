// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;

/** Sends one HINCRBY per call, and waits for the answer, on one connection for all threads, as Lettuce advises. */
final class RedisCounter implements ActionCounter {
    static final String KEY = "actions";

    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final RedisCommands<String, String> commands;

    RedisCounter(String redisUri) {
        client = RedisClient.create(redisUri);
        connection = client.connect();
        commands = connection.sync();
    }

    @Override
    public void count(long user, int action) {
        commands.hincrby(KEY, ActionCounter.text(user, action), 1);
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown();
    }
}
