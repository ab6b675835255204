// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The counts of a gatherer's work since it was opened.
 *
 * @param events the counts of events
 * @param actions the counts of actions
 * @param retries the number of retries because Redis or the database was unavailable
 * @param awayFromRedis the total time for which Redis was unavailable, an outage that still lasts included
 * @param awayFromDatabase the total time for which the database was unavailable, an outage that still lasts included
 * @param lastDeletion what this gatherer has deleted last, as it was old; null if nothing yet
 */
public record GatherStats(
        StreamStats events,
        StreamStats actions,
        long retries,
        Duration awayFromRedis,
        Duration awayFromDatabase,
        @Nullable Deletion lastDeletion) {}
