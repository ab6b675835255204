// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

import dev.centralog.ActionLog;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Centralog's counter: it folds here, and ships to Redis in the background. */
final class CentralogCounter implements ActionCounter {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Centralog centralog;
    private final ActionLog actions;

    CentralogCounter(CentralogConfig config, String redisUri) {
        centralog = Centralog.open(config.with(Settings.REDIS, redisUri));
        actions = centralog.actions();
        connect();
    }

    /**
     * Counts a first action, so that the client connects. An application does that once, and has more than a few
     * seconds for it.
     */
    private void connect() {
        actions.log(0, 0);
        Awaitility.await("the first action in Redis")
                .atMost(LIMIT)
                .until(() -> actions.stats().acknowledged() == 1);
    }

    @Override
    public void count(long user, int action) {
        actions.log(user, action);
    }

    @Override
    public long dropped() {
        return actions.stats().totalDropped();
    }

    @Override
    public void close() {
        long left = centralog.close(LIMIT);
        if (left > 0) {
            throw new IllegalStateException(left + " actions were not shipped within " + LIMIT);
        }
    }
}
