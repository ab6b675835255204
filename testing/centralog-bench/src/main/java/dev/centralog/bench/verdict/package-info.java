// SPDX-License-Identifier: Apache-2.0
/** The targets: what was aimed at, what was measured, met or missed. */
@NullMarked
package dev.centralog.bench.verdict;

import org.jspecify.annotations.NullMarked;
