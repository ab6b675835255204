// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

/** Messages that are never the same, as concatenation makes them. Not thread-safe. */
final class DistinctMessages {
    /** What an event is to be encoded to, give or take the digits of its numbers. */
    static final int PAYLOAD_BYTES = 600;

    private static final int NUMBER_CHARS = 16;

    private final String padding;
    private long next;

    /**
     * A row of them.
     *
     * @param row a number of its own within a process
     * @param chars the length of each
     */
    DistinctMessages(int row, int chars) {
        next = (long) row << 40;
        StringBuilder text = new StringBuilder();
        while (text.length() < chars) {
            text.append(" could not be delivered to the warehouse, and will be tried again later;");
        }
        padding = text.substring(0, chars - NUMBER_CHARS);
    }

    String next() {
        return Long.toString((1L << 60) + next++, NUMBER_CHARS) + padding;
    }
}
