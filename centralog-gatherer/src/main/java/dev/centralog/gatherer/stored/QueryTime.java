// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.time.Duration;

/**
 * The time that was spent on queries.
 *
 * @param queries the number of queries
 * @param time from sending them until the last rows were read
 */
public record QueryTime(int queries, Duration time) {}
