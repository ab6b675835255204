// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a row that is there when another one of its identity comes.
 *
 * @param result the row as it is then
 * @param changes the columns that change, with their values; empty if the row stays as it is
 * @param differs whether the two had other counts
 */
record Merge(RowThere result, Map<Column, @Nullable Object> changes, boolean differs) {}
