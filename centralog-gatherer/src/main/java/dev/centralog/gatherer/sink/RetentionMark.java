// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of the tables at some hour.
 *
 * @param lastEvent the highest id of events
 * @param lastAction the highest id of actions
 * @param upTo the time up to which events were complete; null if that was not known
 */
public record RetentionMark(
        long lastEvent, long lastAction, @Nullable Instant upTo) {}
