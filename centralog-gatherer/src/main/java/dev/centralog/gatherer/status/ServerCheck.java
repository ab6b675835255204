// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.status;

import dev.centralog.CentralogConfig;
import dev.centralog.RedisRefusedException;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.DatabaseState;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.internal.redis.ServerState;
import dev.centralog.internal.redis.read.RedisLook;

/** Whether a gatherer could work with these servers: both are asked, and nothing is made or changed there. */
public final class ServerCheck {
    private ServerCheck() {}

    /**
     * Returns what Redis says of itself. Blocks.
     *
     * @throws dev.centralog.CentralogException that says why it could not be used
     */
    public static String redis(CentralogConfig config) {
        try (RedisLook look = RedisLook.open(config)) {
            ServerState server = look.server();
            if (server.isReplica()) {
                throw new RedisRefusedException(
                        "this Redis is a replica, to which nothing can be written: let the setting 'redis' name the primary");
            }
            String protocol = look.protocol();
            if (protocol != null && !protocol.equals(RedisLook.PROTOCOL)) {
                throw new RedisRefusedException("the stream in Redis has protocol " + protocol
                        + ", this version of Centralog knows " + RedisLook.PROTOCOL
                        + "; use another 'keyPrefix', or the version that wrote it");
            }
            return server.name().isEmpty() ? "this user may not ask which version it is" : server.name();
        }
    }

    /**
     * Returns what the database says of itself. Blocks.
     *
     * @throws dev.centralog.gatherer.sink.SinkException that says why it could not be used
     */
    public static String database(SinkTarget target) {
        DatabaseState state = Database.of(target).look();
        return state.product()
                + (state.tables() == 0
                        ? "; the gatherer makes its tables when it starts"
                        : state.isToBeMade()
                                ? "; the gatherer brings its tables up to date when it starts"
                                : ", with our tables");
    }
}
