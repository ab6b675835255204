// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import java.time.Duration;
import java.time.Instant;

/**
 * A slice of actions that is still being counted, or waits to be sealed.
 *
 * @param start when it began, by Redis's clock
 * @param length how long it is
 * @param dueIn how long until it is sealed, if a reader is there, by Redis's clock; zero if that could be now
 */
public record OpenSlice(Instant start, Duration length, Duration dueIn) {}
