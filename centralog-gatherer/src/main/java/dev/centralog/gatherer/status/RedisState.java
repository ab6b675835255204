// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.status;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.Settings;
import dev.centralog.internal.claim.ActionRules;
import dev.centralog.internal.claim.EventRules;
import dev.centralog.internal.claim.StreamState;
import dev.centralog.internal.redis.ServerState;
import dev.centralog.internal.redis.read.Presence;
import dev.centralog.internal.redis.read.RedisLook;
import dev.centralog.internal.redis.read.RedisLook.Prefixes;
import dev.centralog.internal.redis.read.RedisLook.Producers;
import dev.centralog.internal.wire.Window.Signal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The content of Redis, and its knowledge of producers and gatherers.
 *
 * @param answerTime the time that one reply takes
 * @param keyPrefix the key prefix that was looked at
 * @param protocol the protocol version noted under that prefix; null if nothing was ever written there
 * @param redisIds the ids of Redis's data under that prefix, one for each partition; none if there is no data yet
 * @param events the windows of events that wait
 * @param actions the slices of actions that wait
 * @param look the server's state, its producers, and other prefixes
 * @param gatherers the gatherers that have said within a day that they run, the last one to do so first
 * @param elsewhere a warning about other places; null for none
 */
public record RedisState(
        Duration answerTime,
        String keyPrefix,
        @Nullable String protocol,
        Set<String> redisIds,
        StreamState events,
        StreamState actions,
        Elsewhere look,
        List<Presence> gatherers,
        @Nullable String elsewhere) {
    /** The time after which a gatherer is silent. It says every ten seconds that it runs. */
    private static final long SILENT_MILLIS = 30_000;

    /** The pause before the second look, if something seems to have waited for too long. */
    private static final long BETWEEN_LOOKS_MILLIS = 3000;

    public RedisState {
        redisIds = Set.copyOf(redisIds);
        gatherers = List.copyOf(gatherers);
    }

    /** Returns the state that the server reports. */
    ServerState server() {
        return look.server();
    }

    /** Returns the book's knowledge of producers. */
    Producers producers() {
        return look.producers();
    }

    /** Returns the memory that the server uses, in bytes. */
    public long usedBytes() {
        return server().usedBytes();
    }

    /** Returns the memory that the server may use, in bytes; 0 if that has no limit. */
    public long mostBytes() {
        return server().mostBytes();
    }

    /** Returns the number of producers that have sent something within the last minute. */
    public long recentProducers() {
        return producers().recent();
    }

    /** Returns whether a gatherer has neither said within half a minute that it runs, nor that it has ended. */
    boolean isSilent(Presence gatherer) {
        return producers().redisMillis() - gatherer.seenMillis() > SILENT_MILLIS;
    }

    /** Returns the other prefixes in use. */
    Prefixes others() {
        return look.others();
    }

    /**
     * Connects, reads the state, and disconnects; changes nothing. Blocks. If something has been due for longer than
     * {@code longestLag}, it looks again after 3 s, and reports only what is still overdue.
     *
     * @throws CentralogException if Redis is unavailable
     * @throws InterruptedException if the calling thread is interrupted
     */
    public static RedisState read(CentralogConfig config, Duration longestLag) throws InterruptedException {
        try (RedisLook look = RedisLook.open(config)) {
            StreamState events = StreamState.of(look.windows(Signal.EVENTS), EventRules.of(config));
            StreamState actions = StreamState.of(look.windows(Signal.ACTIONS), ActionRules.of(config));
            if (events.longestOverdue().compareTo(longestLag) > 0
                    || actions.longestOverdue().compareTo(longestLag) > 0) {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
                events = StreamState.of(look.windows(Signal.EVENTS), EventRules.of(config))
                        .stillOverdue(events);
                actions = StreamState.of(look.windows(Signal.ACTIONS), ActionRules.of(config))
                        .stillOverdue(actions);
            }
            Elsewhere elsewhere = Elsewhere.look(look);
            return new RedisState(
                    look.answerTime(),
                    config.get(Settings.KEY_PREFIX),
                    look.protocol(),
                    look.redisIds(),
                    events,
                    actions,
                    elsewhere,
                    look.gatherers().stream()
                            .sorted(Comparator.comparing(Presence::seenMillis)
                                    .reversed()
                                    .thenComparing(Presence::id))
                            .toList(),
                    elsewhere.warning(config));
        }
    }
}
