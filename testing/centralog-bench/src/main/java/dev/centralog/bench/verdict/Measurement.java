// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.verdict;

/** Measures one kind of work, and decides its targets. */
@FunctionalInterface
public interface Measurement {
    /** Measures. Blocks for minutes, and reports its progress on standard error. */
    Section measure(Form form) throws Exception;
}
