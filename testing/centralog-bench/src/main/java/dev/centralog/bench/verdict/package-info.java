// SPDX-License-Identifier: Apache-2.0
/** Compares the figures with the targets: what was aimed at, what was measured, and whether it was met. */
@NullMarked
package dev.centralog.bench.verdict;

import org.jspecify.annotations.NullMarked;
