// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.time.Instant;

/**
 * A release of an application in an environment, as its processes tell.
 *
 * @param from when its first process was seen first: at the sign of its start, as a rule
 * @param lastStart when the last of its processes did
 * @param lastSeen when a process of it was seen last
 * @param hasStarted whether a process has given the sign of its start
 */
public record StoredRelease(
        String app,
        String environment,
        String release,
        Instant from,
        Instant lastStart,
        Instant lastSeen,
        boolean hasStarted) {}
