// SPDX-License-Identifier: Apache-2.0
/** Measures the duration of one log call, with a Redis that works well and one that does not. */
@NullMarked
package dev.centralog.bench.latency;

import org.jspecify.annotations.NullMarked;
