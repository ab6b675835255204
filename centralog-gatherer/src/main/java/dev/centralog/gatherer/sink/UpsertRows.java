// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that an {@link Upsert} writes; each has a String, Long, Instant or null for each of its columns. */
record UpsertRows(Upsert upsert, List<List<@Nullable Object>> rows) {}
