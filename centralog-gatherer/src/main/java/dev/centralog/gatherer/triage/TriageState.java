// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.triage;

import java.util.Locale;

/** The state that people have given to a family. */
public enum TriageState {
    /** The state before any decision, and after one was taken back. */
    OPEN,
    /** Said to be mended. */
    RESOLVED,
    /** Known, and not to be reported. */
    MUTED;

    /** Returns its name in the database, in JSON and in filters. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the state of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static TriageState of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
