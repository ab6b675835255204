// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

/**
 * The rows of a delivery that were in the database before it was written.
 *
 * @param rows the number of its rows that existed
 * @param differing the number of its new rows that met a row with other counts
 * @param before the sum of the counts of the rows that existed
 * @param now the sum of the counts after writing
 * @param came the sum of the counts of the new rows
 */
record Met(long rows, long differing, long before, long now, long came) {
    static final Met NOTHING = new Met(0, 0, 0, 0, 0);
}
