// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.LogEvent;

/**
 * One event that is kept in full beside the first one of its group. {@code (windowStart, groupId, process, number)} is its
 * identity.
 *
 * @param process the process that logged it, as 16 hexadecimal digits; with {@code perProcess=false} digits that only serve the
 *     identity
 * @param number its number among the events that its process rendered, the same as {@link LogEvent#sequence}
 * @param event the whole event: what is its own, and what it has in common with the first event of its group
 */
public record GatheredSample(String process, long number, LogEvent event) {}
