// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.status;

import dev.centralog.CentralogConfig;
import dev.centralog.RedisRefusedException;
import dev.centralog.gatherer.sink.Database;
import dev.centralog.gatherer.sink.DatabaseState;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.internal.redis.ServerState;
import dev.centralog.internal.redis.StreamInfo;
import dev.centralog.internal.redis.read.RedisLook;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The check whether a gatherer could work with these servers; nothing is made or changed there. */
public final class ServerCheck {
    private ServerCheck() {}

    /**
     * Returns the name and version that Redis reports. Blocks.
     *
     * @throws dev.centralog.CentralogException if it could not be used; the message says why
     */
    public static String redis(CentralogConfig config) {
        try (RedisLook look = RedisLook.open(config)) {
            ServerState server = look.server();
            List<String> faults = faults(server, look.protocol());
            if (!faults.isEmpty()) {
                throw new RedisRefusedException(faults.get(0));
            }
            return server.name().isEmpty() ? "version not known: this user may not ask for it" : server.name();
        }
    }

    /** Returns the reasons why nothing can be gathered from a Redis in that state, with a stream of that protocol. */
    static List<String> faults(ServerState server, @Nullable String protocol) {
        List<String> faults = new ArrayList<>();
        if (server.isReplica()) {
            faults.add("this Redis is a replica and can't be written to: set 'redis' to the address of the primary");
        }
        String other = StreamInfo.otherProtocol(protocol);
        if (other != null) {
            faults.add(other);
        }
        return faults;
    }

    /**
     * Returns the name and version that the database reports, and the state of its tables. Blocks.
     *
     * @param withActions whether actions are to be stored, too
     * @throws dev.centralog.gatherer.sink.SinkException if it could not be used; the message says why
     */
    public static String database(SinkTarget target, boolean withActions) {
        if (Sinks.storeOnly(target.url())) {
            try (Sinks sinks = Sinks.open(target)) {
                sinks.events().prepare();
                if (withActions) {
                    sinks.actions().prepare();
                }
                return "all that storing needs is there";
            }
        }
        DatabaseState state = Database.of(target).look();
        return state.product()
                + (state.tables() == 0
                        ? "; the gatherer makes its tables when it starts"
                        : state.isToBeMade()
                                ? "; the gatherer upgrades its tables when it starts"
                                : ", with the tables of Centralog");
    }
}
