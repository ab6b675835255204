// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.status;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.Settings;
import dev.centralog.internal.claim.ActionRules;
import dev.centralog.internal.claim.EventRules;
import dev.centralog.internal.claim.StreamState;
import dev.centralog.internal.redis.ServerState;
import dev.centralog.internal.redis.read.RedisLook;
import dev.centralog.internal.redis.read.RedisLook.Prefixes;
import dev.centralog.internal.redis.read.RedisLook.Producers;
import dev.centralog.internal.wire.Window.Signal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What Redis holds, and what it tells of those who write and read there.
 *
 * @param answerTime how long one answer takes
 * @param keyPrefix the one that was looked at
 * @param protocol that of what is written there; null where nothing ever was
 * @param events what waits
 * @param actions what waits
 * @param look what else there is
 * @param elsewhere what is to be said of that; null for nothing
 */
public record RedisState(
        Duration answerTime,
        String keyPrefix,
        @Nullable String protocol,
        StreamState events,
        StreamState actions,
        Elsewhere look,
        @Nullable String elsewhere) {
    /** The pause between two looks at what seems to wait for too long. */
    private static final long BETWEEN_LOOKS_MILLIS = 3000;

    /** Returns what it says of itself. */
    ServerState server() {
        return look.server();
    }

    /** Returns what is known of those who write. */
    Producers producers() {
        return look.producers();
    }

    /** Returns other prefixes. */
    Prefixes others() {
        return look.others();
    }

    /**
     * Connects, looks, and disconnects; changes nothing. Blocks; where something has been due for longer than
     * {@code longestLag}, it looks once more after some seconds, and tells what still is.
     *
     * @throws CentralogException if Redis can't be asked
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
                    events,
                    actions,
                    elsewhere,
                    elsewhere.text(config));
        }
    }
}
