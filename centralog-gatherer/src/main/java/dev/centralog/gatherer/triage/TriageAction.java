// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.triage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ways to decide on a family. */
public enum TriageAction {
    RESOLVE(TriageState.RESOLVED),
    MUTE(TriageState.MUTED),
    REOPEN(TriageState.OPEN),
    /** Writes a note, and leaves the state as it is. */
    NOTE(null);

    private final @Nullable TriageState state;

    TriageAction(@Nullable TriageState state) {
        this.state = state;
    }

    /** Returns the state that it gives to the family; null if it leaves that as it is. */
    public @Nullable TriageState state() {
        return state;
    }

    /** Returns its name as a command, in the database and in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the action of a name; empty if there is none. */
    public static Optional<TriageAction> of(String label) {
        return Arrays.stream(values())
                .filter(each -> each.label().equals(label))
                .findFirst();
    }
}
