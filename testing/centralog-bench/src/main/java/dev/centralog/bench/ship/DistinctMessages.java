// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

/** Messages that are all different, so that each is the first of its group. Not thread-safe. */
final class DistinctMessages {
    /** The size of an encoded event; it varies by the digits of its numbers. */
    static final int PAYLOAD_BYTES = 600;

    private static final int NUMBER_CHARS = 16;

    private final String padding;
    private long next;

    /**
     * Creates a series of messages.
     *
     * @param row a number that is unique within the process
     * @param chars the length of each message
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
