// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisReactiveCommandsImpl;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.protocol.PushHandler;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lettuce's client with its asynchronous commands alone. Lettuce makes the other two kinds with each connection, used or not:
 * the synchronous ones are a proxy of some 1500 methods, which took a third of the time that a new JVM needed to connect.
 *
 * <p>Thread-safety: as its base class.
 */
final class LeanClient extends RedisClient {
    LeanClient(ClientResources resources) {
        super(resources, new RedisURI());
    }

    @Override
    protected <K, V> StatefulRedisConnectionImpl<K, V> newStatefulRedisConnection(
            RedisChannelWriter writer, PushHandler pushHandler, RedisCodec<K, V> codec, Duration timeout) {
        return new LeanConnection<>(writer, pushHandler, codec, timeout);
    }

    private static final class LeanConnection<K, V> extends StatefulRedisConnectionImpl<K, V> {
        LeanConnection(RedisChannelWriter writer, PushHandler pushHandler, RedisCodec<K, V> codec, Duration timeout) {
            super(writer, pushHandler, codec, timeout);
        }

        @Override
        @SuppressWarnings("NullAway") // they are never used
        protected @Nullable RedisCommands<K, V> newRedisSyncCommandsImpl() {
            return null;
        }

        @Override
        @SuppressWarnings("NullAway")
        protected @Nullable RedisReactiveCommandsImpl<K, V> newRedisReactiveCommandsImpl() {
            return null;
        }
    }
}
