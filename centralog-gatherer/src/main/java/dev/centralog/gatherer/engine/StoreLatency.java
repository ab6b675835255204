// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import java.time.Duration;

/**
 * The times that it took to store the windows of the last five minutes, each in its transaction; of more than a thousand, the last
 * thousand. A wait for the turn to write is in them, and for slices the time to read them from Redis; attempts that failed are not.
 *
 * @param last the time of the last window
 * @param median the time that half of them did not exceed
 * @param high the time that 99 of 100 did not exceed
 */
public record StoreLatency(Duration last, Duration median, Duration high) {}
