// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

/**
 * The features of a word that its kind depends on, taken in one pass. Thread-safety: immutable.
 *
 * @param text the text in which the word stands
 */
record WordShape(CharSequence text, int start, int end, Counts counts) {
    /** The numbers of characters of some classes in a word. */
    private static final class Counts {
        int digits;
        int hexDigits;
        int letters;
        int hyphens;
        int dots;
        int colons;
        int slashes;
        int backslashes;
        int ats;
        int others;
        int urlColon = -1;
        int at = -1;
        int lastDot = -1;
    }

    static WordShape of(CharSequence text, int start, int end) {
        Counts counts = new Counts();
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            counts.hexDigits += Characters.isHex(c) ? 1 : 0;
            if (Characters.isDigit(c)) {
                counts.digits++;
            } else {
                switch (c) {
                    case '-' -> counts.hyphens++;
                    case '.' -> {
                        counts.dots++;
                        counts.lastDot = i;
                    }
                    case '/' -> counts.slashes++;
                    case '\\' -> counts.backslashes++;
                    case '@' -> {
                        counts.ats++;
                        counts.at = i;
                    }
                    case ':' -> {
                        counts.colons++;
                        if (counts.urlColon < 0 && Words.isUrlColon(text, start, i)) {
                            counts.urlColon = i;
                        }
                    }
                    default -> {
                        counts.letters += Characters.isSolid(c) ? 1 : 0;
                        counts.others += Characters.isSolid(c) ? 0 : 1;
                    }
                }
            }
        }
        return new WordShape(text, start, end, counts);
    }

    boolean hasDigit() {
        return counts.digits > 0;
    }

    boolean isUrl() {
        return counts.urlColon > start && counts.urlColon < end - 1;
    }

    boolean isEmail() {
        return counts.ats == 1
                && counts.at > start
                && counts.slashes + counts.colons == 0
                && Characters.isSolid(text.charAt(counts.at - 1))
                && counts.lastDot > counts.at;
    }

    /** Returns whether a word that begins with no slash is a path: one with two slashes, or with a backslash. */
    boolean isPath() {
        return (counts.slashes > 1 || counts.backslashes > 0) && counts.letters > 1;
    }

    /** Returns whether a word is a hexadecimal number although it has no digit; no word of a language is one. */
    boolean isLettersOnlyHex() {
        return counts.digits == 0 && end - start >= 8 && counts.hexDigits == end - start;
    }

    /** Returns whether a word is an IP address of version 4 or 6, with a port, or with a name before a slash. */
    boolean isIpAddress() {
        boolean isVersion4 = counts.dots >= 3 && counts.slashes <= 1 && counts.digits >= 4 && counts.letters == 0;
        boolean isVersion6 =
                counts.colons >= 2 && counts.letters + counts.digits == counts.hexDigits && counts.dots == 0;
        return isVersion4 || isVersion6;
    }

    /** Returns the kind of a word that has a digit. */
    Kind kindWithDigits() {
        int length = end - start;
        if (length == 36 && counts.hyphens == 4 && counts.hexDigits == 32) {
            return Kind.UUID;
        }
        if (counts.letters == 0 && counts.colons + counts.slashes + counts.others == 0 && counts.dots <= 1) {
            return Kind.NUMBER;
        }
        if (counts.digits + counts.dots + counts.colons + counts.slashes == length && isIpAddress()) {
            return Kind.IP_ADDRESS;
        }
        boolean isPrefixed = Characters.startsWith(text, start, "0x");
        if (isPrefixed || (length >= 6 && counts.hexDigits == length)) {
            return Kind.HEX;
        }
        if (counts.colons > 0 && counts.dots > 0 && counts.letters > 2) {
            return Kind.HOST;
        }
        return Characters.isDigit(text.charAt(start)) && isUnitBehindNumber() ? Kind.NUMBER : Kind.NAME;
    }

    private boolean isUnitBehindNumber() {
        int i = start;
        while (i < end && (Characters.isDigit(text.charAt(i)) || text.charAt(i) == '.')) {
            i++;
        }
        return i < end && Units.length(text, i) == end - i;
    }
}
