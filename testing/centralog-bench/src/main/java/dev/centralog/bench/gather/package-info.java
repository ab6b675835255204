// SPDX-License-Identifier: Apache-2.0
/** From Redis to rows of a database, beside inserting the same rows from memory. */
@NullMarked
package dev.centralog.bench.gather;

import org.jspecify.annotations.NullMarked;
