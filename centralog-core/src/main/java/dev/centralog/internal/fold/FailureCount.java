// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

/**
 * How many events or actions ended in an error. Counted by {@code synchronized (failures) { failures.count++; }} in the very
 * method that counted them as logged: that calls nothing, and so needs no more stack than entering did, nor memory.
 *
 * <p>Thread-safety: guarded by itself.
 */
@SuppressWarnings("checkstyle:VisibilityModifier")
public final class FailureCount {
    /** To be touched by its holder's lock alone. */
    public long count;

    synchronized long sum() {
        return count;
    }
}
