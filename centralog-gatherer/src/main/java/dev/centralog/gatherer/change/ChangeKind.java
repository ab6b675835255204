// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

import java.util.Locale;

/** The ways in which a family can have changed. */
public enum ChangeKind {
    /** Resolved, and seen again in a newer release. */
    REGRESSED,
    /** Never seen before. */
    NEW,
    /** Seen before, but not lately. */
    BACK,
    /** Seen more often than before. */
    LOUDER,
    /** Seen all the time before, and not any more. */
    GONE;

    /** Returns its name in options and in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
