// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.live;

import dev.centralog.gatherer.stored.SeenDeliveries;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place in the order of storing up to which a follower has all rows.
 *
 * @param seen the deliveries that it has
 * @param part the id of a delivery that it has in part; 0 for none
 * @param rows how many rows it has of that one, in the order of their events' time
 */
public record TailCursor(SeenDeliveries seen, long part, int rows) {
    private static final int DIGITS = 36;
    private static final Pattern TEXT = Pattern.compile("([^~]*)(?:~([0-9a-z]{1,12})\\.([0-9a-z]{1,5}))?");

    static TailCursor of(SeenDeliveries seen) {
        return new TailCursor(seen, 0, 0);
    }

    /** Returns it as letters, digits and some of {@code _-~.}, which mean nothing in HTTP, in HTML and in a URL. */
    public String text() {
        String end = part == 0 ? "" : '~' + Long.toString(part, DIGITS) + '.' + Integer.toString(rows, DIGITS);
        return seen.text() + end;
    }

    /**
     * Reads a text that {@link #text} has made.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static TailCursor read(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no place of the tail");
        }
        SeenDeliveries seen = SeenDeliveries.read(parts.group(1));
        return parts.group(2) == null
                ? of(seen)
                : new TailCursor(
                        seen, Long.parseLong(parts.group(2), DIGITS), Integer.parseInt(parts.group(3), DIGITS));
    }
}
