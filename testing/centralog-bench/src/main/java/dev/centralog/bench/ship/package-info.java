// SPDX-License-Identifier: Apache-2.0
/** From the log call to what Redis has confirmed: how fast, in how many commands and bytes, and in how much memory. */
@NullMarked
package dev.centralog.bench.ship;

import org.jspecify.annotations.NullMarked;
