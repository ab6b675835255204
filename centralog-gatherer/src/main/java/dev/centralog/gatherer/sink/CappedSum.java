// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

/** The sum of counts, which stops at the largest number: strangers can write any counts to Redis. */
public final class CappedSum {
    private CappedSum() {}

    /** Returns the sum of two numbers that are not negative. */
    public static long of(long some, long more) {
        return some > Long.MAX_VALUE - more ? Long.MAX_VALUE : some + more;
    }
}
