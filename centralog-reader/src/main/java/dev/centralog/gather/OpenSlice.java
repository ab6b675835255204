// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import java.time.Duration;
import java.time.Instant;

/**
 * A slice of actions that is still being counted, or waits to be sealed.
 *
 * @param start the time at which it began, by Redis's clock
 * @param length its length
 * @param dueIn the time until it is due, by Redis's clock; a reader seals it then. Zero if it is due now
 */
public record OpenSlice(Instant start, Duration length, Duration dueIn) {}
