// SPDX-License-Identifier: Apache-2.0
/** Runs benchmarks of JMH, and takes what they came to. */
@NullMarked
package dev.centralog.bench.jmh;

import org.jspecify.annotations.NullMarked;
