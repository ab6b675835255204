// SPDX-License-Identifier: Apache-2.0
/**
 * Measures the way from the log call to Redis's confirmation: how fast it is, in how many commands and bytes, and in
 * how much memory.
 */
@NullMarked
package dev.centralog.bench.ship;

import org.jspecify.annotations.NullMarked;
