// SPDX-License-Identifier: Apache-2.0
/** Measures the way from Redis to rows of a database, compared with writing the same from memory. */
@NullMarked
package dev.centralog.bench.gather;

import org.jspecify.annotations.NullMarked;
