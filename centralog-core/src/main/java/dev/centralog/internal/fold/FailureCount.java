// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

/**
 * The number of events or actions that ended in an error. The method that counts an event as logged increments it by
 * {@code synchronized (failures) { failures.count++; }}. This calls no method, so it needs no memory, and no more
 * stack than entering the method did.
 *
 * <p>Thread-safety: guarded by itself.
 */
@SuppressWarnings("checkstyle:VisibilityModifier")
public final class FailureCount {
    /** The count; to be read and written only by a thread that holds this object's lock. */
    public long count;

    synchronized long sum() {
        return count;
    }
}
