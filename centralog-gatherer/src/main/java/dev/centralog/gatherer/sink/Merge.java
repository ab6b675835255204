// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of merging a new row into the stored row of the same identity.
 *
 * @param result the stored row after the merge
 * @param changes the columns that change, with their values; empty if the row stays as it is
 * @param differs whether the two had other counts
 */
record Merge(RowThere result, Map<Column, @Nullable Object> changes, boolean differs) {}
