// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

import java.util.Set;

/**
 * The dates and times of day in texts: those of ISO 8601, of RFC 1123, of {@code java.util.Date}, and of access logs.
 * Thread-safety: stateless. Cost: looks at some hundred characters at most.
 */
final class TimePhrase {
    private static final int MAX_ITEMS = 8;
    private static final int MAX_ITEM_LENGTH = 40;
    private static final Set<String> DAYS = Set.of(
            "Mon",
            "Tue",
            "Wed",
            "Thu",
            "Fri",
            "Sat",
            "Sun",
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday");
    private static final Set<String> MONTHS = Set.of(
            "Jan",
            "Feb",
            "Mar",
            "Apr",
            "May",
            "Jun",
            "Jul",
            "Aug",
            "Sep",
            "Oct",
            "Nov",
            "Dec",
            "January",
            "February",
            "March",
            "April",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");
    private static final Set<String> ZONES = Set.of(
            "UTC", "GMT", "Z", "CET", "CEST", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "BST", "IST",
            "JST", "WET", "WEST", "EET", "EEST", "AM", "PM", "am", "pm");

    private enum Item {
        DAY,
        MONTH,
        NUMBER,
        DATE,
        CLOCK,
        ZONE,
        OTHER
    }

    private TimePhrase() {}

    /** Returns the end of the longest time that begins at an index, or -1 if none does. */
    static int end(CharSequence text, int start) {
        char c = text.charAt(start);
        if (!Characters.isDigit(c) && "MTWFSJAOND".indexOf(c) < 0) {
            return -1;
        }
        int end = -1;
        boolean isDated = false;
        boolean hasMonth = false;
        boolean hasClock = false;
        boolean isAfterDay = false;
        int numbers = 0;
        int at = start;
        for (int items = 0; items < MAX_ITEMS; items++) {
            int to = itemEnd(text, at);
            if (to < 0) {
                break;
            }
            String word = text.subSequence(at, to).toString();
            Item item = item(word);
            boolean fits =
                    switch (item) {
                        case DAY -> items == 0;
                        case MONTH -> !hasMonth && !isDated && !hasClock;
                        case NUMBER -> numbers < 2 && (items == 0 || hasMonth || isAfterDay) && !(isDated && !hasMonth);
                        case DATE -> !isDated && !hasClock && !hasMonth && numbers == 0;
                        case CLOCK -> !hasClock && (items == 0 || isDated || hasMonth || numbers == 0);
                        case ZONE -> hasClock;
                        case OTHER -> false;
                    };
            if (!fits) {
                break;
            }
            isAfterDay = item == Item.DAY;
            hasMonth |= item == Item.MONTH;
            hasClock |= item == Item.CLOCK;
            numbers += item == Item.NUMBER ? 1 : 0;
            isDated |= item == Item.DATE || (hasMonth && numbers > 0);
            if (isDated || hasClock) {
                end = to;
            }
            at = next(text, to);
            if (at < 0) {
                break;
            }
        }
        return end;
    }

    private static int itemEnd(CharSequence text, int start) {
        int limit = Math.min(text.length(), start + MAX_ITEM_LENGTH);
        int i = start;
        while (i < limit && Characters.isWord(text.charAt(i))) {
            i++;
        }
        if (i > start && Characters.at(text, i) == ',' && isFraction(text, start, i)) {
            do {
                i++;
            } while (i < limit && Characters.isWord(text.charAt(i)));
        }
        char behind = Characters.at(text, i);
        if ("=({".indexOf(behind) >= 0 || QuotedTexts.isOpening(behind)) {
            return -1;
        }
        while (i > start && ".:!?-".indexOf(text.charAt(i - 1)) >= 0) {
            i--;
        }
        if (i > start && !Characters.isSolid(text.charAt(i - 1))) {
            return -1;
        }
        return i == start || i - start >= MAX_ITEM_LENGTH ? -1 : i;
    }

    /** Returns whether the comma at an index stands between seconds and their fraction. */
    private static boolean isFraction(CharSequence text, int start, int comma) {
        return Characters.isDigit(Characters.at(text, comma - 1))
                && Characters.isDigit(Characters.at(text, comma + 1))
                && comma - start >= 7
                && isClock(text.subSequence(Math.max(start, comma - 8), comma).toString());
    }

    /** Returns the index of the next item behind a blank, a comma or both, or -1. */
    private static int next(CharSequence text, int end) {
        int i = Characters.at(text, end) == ',' ? end + 1 : end;
        int from = i;
        while (i < text.length() && text.charAt(i) == ' ' && i - from < 2) {
            i++;
        }
        return i > from && i < text.length() ? i : -1;
    }

    private static Item item(String word) {
        if (DAYS.contains(word)) {
            return Item.DAY;
        }
        if (MONTHS.contains(word)) {
            return Item.MONTH;
        }
        if (ZONES.contains(word) || isShaped(word, "+0000", "-0000", "+00:00", "-00:00")) {
            return Item.ZONE;
        }
        if (isShaped(word, "0", "00", "0000")) {
            return Item.NUMBER;
        }
        String head = word.length() > 10 ? word.substring(0, 10) : word;
        if (isRest(word, head.length())
                && isShaped(head, "0000-00-00", "0000/00/00", "00/00/0000", "00.00.0000", "00-00-0000")) {
            return Item.DATE;
        }
        if (word.length() >= 17
                && isShaped(word.substring(0, 2), "00")
                && isRest(word, 7)
                && MONTHS.contains(word.substring(3, 6))) {
            return Item.DATE;
        }
        return isClock(word) ? Item.CLOCK : Item.OTHER;
    }

    private static boolean isClock(String word) {
        String head = word.length() > 8 ? word.substring(0, 8) : word;
        return isRest(word, head.length()) && isShaped(head, "00:00:00", "0:00:00", "0:00:00.", "0:00:00,");
    }

    /** Returns whether what follows in a word may be a time of day, a fraction or a zone. */
    private static boolean isRest(String word, int from) {
        for (int i = from; i < word.length(); i++) {
            if (!Characters.isDigit(word.charAt(i)) && ".,:TZ+-_".indexOf(word.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a word has the shape of one of some patterns, in which 0 stands for any digit. */
    private static boolean isShaped(String word, String... patterns) {
        for (String pattern : patterns) {
            boolean fits = word.length() == pattern.length();
            for (int i = 0; fits && i < pattern.length(); i++) {
                fits = pattern.charAt(i) == '0'
                        ? Characters.isDigit(word.charAt(i))
                        : pattern.charAt(i) == word.charAt(i);
            }
            if (fits) {
                return true;
            }
        }
        return false;
    }
}
