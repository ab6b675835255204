// SPDX-License-Identifier: Apache-2.0
/** Measures how much of a disk the rows take. */
@NullMarked
package dev.centralog.bench.size;

import org.jspecify.annotations.NullMarked;
