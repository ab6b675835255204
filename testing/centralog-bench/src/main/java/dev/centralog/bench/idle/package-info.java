// SPDX-License-Identifier: Apache-2.0
/** Measures the cost of an idle appender and an idle gatherer. */
@NullMarked
package dev.centralog.bench.idle;

import org.jspecify.annotations.NullMarked;
