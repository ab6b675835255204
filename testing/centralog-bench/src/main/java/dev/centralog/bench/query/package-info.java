// SPDX-License-Identifier: Apache-2.0
/** Measures the queries that the pages name, and those of {@code tail}, in a database of many rows. */
@NullMarked
package dev.centralog.bench.query;

import org.jspecify.annotations.NullMarked;
