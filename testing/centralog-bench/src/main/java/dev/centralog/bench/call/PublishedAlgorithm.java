// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.Map;

/**
 * The algorithm that Centralog started from, as it was published: each event increments its group in its second's
 * sorted set. The first event of a group also stores the event, and marks the second as pending.
 */
final class PublishedAlgorithm extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final RedisCommands<String, String> commands;

    PublishedAlgorithm(String redisUri) {
        client = RedisClient.create(redisUri);
        connection = client.connect();
        commands = connection.sync();
    }

    @Override
    protected void append(ILoggingEvent event) {
        String second = Long.toString(event.getTimeStamp() / 1000);
        String group = Integer.toHexString(
                31 * event.getLoggerName().hashCode() + event.getMessage().hashCode());
        if (commands.zincrby(second, 1, group) == 1) {
            commands.hset(group, Map.of("message", event.getFormattedMessage(), "level", event.getLevel().levelStr));
            if (commands.zcard(second) == 1) {
                commands.lpush("PENDING_LIST", second);
            }
        }
    }

    @Override
    public void stop() {
        super.stop();
        connection.close();
        client.shutdown();
    }
}
