// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of the tables at some hour.
 *
 * @param lastDelivery the highest id of deliveries
 * @param lastAction the highest id of actions
 * @param upTo the time up to which events were complete; null if that was not known
 */
public record RetentionMark(
        long lastDelivery, long lastAction, @Nullable Instant upTo) {}
