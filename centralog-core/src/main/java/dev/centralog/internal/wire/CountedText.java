// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

/**
 * A text that can be read only a limited number of times. This limits a search by a regular expression, which may
 * take the square of a text's length, or more.
 *
 * <p>Thread-safety: none.
 */
final class CountedText implements CharSequence {
    private final String text;
    private final int start;
    private final int end;
    private final Reads reads;

    /** The number of characters that may still be read. */
    static final class Reads {
        private long left;

        Reads(long left) {
            this.left = left;
        }

        boolean isSpent() {
            return left <= 0;
        }

        /** Charges a search that reads eight characters at a time, as searches for a fixed text do. */
        void takeForSearch(int length) {
            left -= 1 + length / 8;
        }

        /** Sets the number to zero, so that nothing more is read. */
        void spend() {
            left = 0;
        }
    }

    /** An exception for a read after the last allowed one. */
    static final class SpentException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private SpentException() {
            super(null, null, false, false);
        }
    }

    CountedText(String text, Reads reads) {
        this(text, 0, text.length(), reads);
    }

    private CountedText(String text, int start, int end, Reads reads) {
        this.text = text;
        this.start = start;
        this.end = end;
        this.reads = reads;
    }

    @Override
    public int length() {
        return end - start;
    }

    @Override
    public char charAt(int index) {
        if (--reads.left < 0) {
            throw new SpentException();
        }
        return text.charAt(start + index);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return new CountedText(text, start + from, start + to, reads);
    }

    @Override
    public String toString() {
        return text.substring(start, end);
    }
}
