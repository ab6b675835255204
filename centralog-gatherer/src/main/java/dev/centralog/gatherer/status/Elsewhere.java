// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.status;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.internal.redis.ServerState;
import dev.centralog.internal.redis.read.RedisLook;
import dev.centralog.internal.redis.read.RedisLook.Prefixes;
import dev.centralog.internal.redis.read.RedisLook.Producers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The places that applications may write to by mistake if nothing has ever come where the gatherer looks: then a setting
 * differs between them.
 *
 * @param server the state of the Redis server
 * @param producers the producers that have sent something where the gatherer looks
 * @param others the prefixes of other streams
 */
public record Elsewhere(ServerState server, Producers producers, Prefixes others) {
    /**
     * Returns what Redis shows, over a connection of its own. Blocks.
     *
     * @throws dev.centralog.CentralogException if Redis is unavailable
     */
    public static Elsewhere look(CentralogConfig config) {
        try (RedisLook look = RedisLook.open(config)) {
            Producers producers = look.producers();
            // If something has come here, searching all keys is not needed.
            return look(look, producers, !producers.ever());
        }
    }

    /** Returns what Redis shows; in a cluster, where it takes long, the other prefixes only if nothing has come here. */
    static Elsewhere look(RedisLook look) {
        Producers producers = look.producers();
        return look(look, producers, !look.isOfCluster() || !producers.ever());
    }

    private static Elsewhere look(RedisLook look, Producers producers, boolean forPrefixes) {
        Prefixes others = forPrefixes ? look.otherPrefixes() : new Prefixes(new TreeSet<>(), false);
        return new Elsewhere(look.server(), producers, others);
    }

    /** Returns whether something has come where the gatherer looks. */
    public boolean isHere() {
        return producers.ever();
    }

    /** Returns a warning that names the other places; null if something has come here, or if there are no other places. */
    public @Nullable String warning(CentralogConfig config) {
        List<String> places = new ArrayList<>();
        if (!others.names().isEmpty()) {
            places.add("there is data under other prefixes: '" + String.join("', '", others.names())
                    + "' (the setting 'keyPrefix' must be the same in applications and gatherers)");
        }
        int ours = config.get(Settings.REDIS_DATABASE);
        for (Map.Entry<Integer, Long> each : server.keys().entrySet()) {
            if (each.getKey() != ours) {
                places.add("the Redis database " + each.getKey() + " holds " + each.getValue()
                        + " keys (the setting 'redisDatabase' must be the same)");
            }
        }
        return isHere() || places.isEmpty()
                ? null
                : "no application has sent anything under the keyPrefix '" + config.get(Settings.KEY_PREFIX) + "', but "
                        + String.join("; and ", places);
    }
}
