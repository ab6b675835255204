// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.fleet;

import dev.centralog.internal.ship.FleetServer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The course of a run.
 *
 * @param producers the number of logical producers
 * @param connections the number of connections that they share
 * @param seconds the length of the steady phase
 * @param every the mean time between two events of a producer in the steady phase and in the outage
 * @param outage how long Redis is unavailable
 * @param storms how often all log in the same moment
 * @param flushInterval the setting
 * @param costs what Redis takes for a call; null: it is measured
 */
record FleetPlan(
        int producers,
        int connections,
        int seconds,
        Duration every,
        Duration outage,
        Storms storms,
        Duration flushInterval,
        FleetServer.@Nullable Costs costs) {
    /** The number of times that all producers log in the same moment, and the time between two such moments. */
    record Storms(int count, Duration interval) {}
}
