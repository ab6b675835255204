// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.verdict;

/** How thorough to be. */
public enum Form {
    /** As published: several rounds. */
    FULL,
    /** All measurements together within ten minutes. */
    SHORT;

    /** One of two numbers. */
    public int pick(int full, int brief) {
        return this == FULL ? full : brief;
    }
}
