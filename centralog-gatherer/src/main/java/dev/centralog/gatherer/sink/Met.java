// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

/**
 * What of a delivery was in the database before it was written.
 *
 * @param rows how many of its rows
 * @param differing how many of those that came have met a row with other counts
 * @param before the sum of their counts
 * @param now the sum of the counts afterwards
 * @param came the sum of the counts that came
 */
record Met(long rows, long differing, long before, long now, long came) {
    static final Met NOTHING = new Met(0, 0, 0, 0, 0);
}
