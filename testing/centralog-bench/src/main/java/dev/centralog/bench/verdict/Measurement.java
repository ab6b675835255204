// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.verdict;

/** Measures one kind of work, and decides its targets. */
@FunctionalInterface
public interface Measurement {
    /** Blocks, for minutes; says on standard error how far it is. */
    Section measure(Form form) throws Exception;
}
