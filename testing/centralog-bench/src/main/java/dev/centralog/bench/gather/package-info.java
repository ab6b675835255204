// SPDX-License-Identifier: Apache-2.0
/** Measures the way from Redis to rows of a database, compared with inserting the same rows from memory. */
@NullMarked
package dev.centralog.bench.gather;

import org.jspecify.annotations.NullMarked;
