// SPDX-License-Identifier: Apache-2.0
/** Runs JMH's benchmarks, and reads their figures. */
@NullMarked
package dev.centralog.bench.jmh;

import org.jspecify.annotations.NullMarked;
