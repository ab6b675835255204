// SPDX-License-Identifier: Apache-2.0
/** How long one log call takes, be Redis well or not. */
@NullMarked
package dev.centralog.bench.latency;

import org.jspecify.annotations.NullMarked;
