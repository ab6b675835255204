// SPDX-License-Identifier: Apache-2.0
/** Measures the cost of one call of a logger, for each way in which its appender handles the event. */
@NullMarked
package dev.centralog.bench.call;

import org.jspecify.annotations.NullMarked;
