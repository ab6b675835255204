// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.status;

import dev.centralog.CentralogConfig;
import dev.centralog.gatherer.config.GathererSettings;
import java.time.Duration;

/**
 * Times for which a gatherer keeps what it stores; zero is for ever.
 *
 * @param events the setting {@code keepEvents}
 * @param actions the setting {@code keepActions}
 * @param rollUps the setting {@code keepRollUps}
 * @param mostBytes the setting {@code maxDatabaseBytes}; 0 is no limit
 */
public record Kept(Duration events, Duration actions, Duration rollUps, long mostBytes) {
    /** Returns what a gatherer's settings say. */
    public static Kept of(CentralogConfig config) {
        return new Kept(
                config.get(GathererSettings.KEEP_EVENTS),
                config.get(GathererSettings.KEEP_ACTIONS),
                config.get(GathererSettings.KEEP_ROLL_UPS),
                config.get(GathererSettings.MAX_DATABASE_BYTES));
    }
}
