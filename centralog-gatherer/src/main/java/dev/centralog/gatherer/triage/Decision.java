// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.triage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A decision on a family, as somebody has made it.
 *
 * @param inRelease the release in which it is resolved; null for none, and of other actions
 * @param note the note; empty to remove the one that is there, null to leave that as it is
 * @param by who has decided: the user of a command, the user that a reverse proxy names, or {@code page}
 * @param at when, by the clock of the machine that has stored it
 */
public record Decision(
        TriageAction action,
        @Nullable String inRelease,
        @Nullable String note,
        String by,
        Instant at) {
    /** The most characters of a note. */
    public static final int MOST_OF_NOTE = 2_000;

    /** The most characters of a release's name, as of those in sums. */
    public static final int MOST_OF_RELEASE = 160;

    private static final int MOST_OF_NAME = 160;

    /** Cuts the name of who has decided, and the time to what every database holds. */
    public Decision {
        at = at.truncatedTo(ChronoUnit.MICROS);
        by = by.codePointCount(0, by.length()) <= MOST_OF_NAME
                ? by
                : by.substring(0, by.offsetByCodePoints(0, MOST_OF_NAME));
    }

    /** Returns a decision by which nothing changes but the state. */
    public static Decision of(TriageAction action, String by, Instant at) {
        return new Decision(action, null, null, by, at);
    }

    /** Returns the reason why a text is too long, with its name; null if it is not. */
    public static @Nullable String tooLong(String name, @Nullable String text, int most) {
        int length = text == null ? 0 : text.codePointCount(0, text.length());
        return length <= most ? null : name + " has " + length + " characters; allowed are " + most + " at most";
    }
}
