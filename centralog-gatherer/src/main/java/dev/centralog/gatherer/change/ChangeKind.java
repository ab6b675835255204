// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

import java.util.Locale;

/** The ways in which a family can have changed. */
public enum ChangeKind {
    /** It was never seen before. */
    NEW,
    /** It was seen before, but not lately. */
    BACK,
    /** It is seen more often than before. */
    LOUDER,
    /** It was seen all the time before, and is not any more. */
    GONE;

    /** Returns its name in options and in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
