// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

/**
 * Messages that are never the same, as concatenation makes them, of a length that makes events of 600 bytes as we encode
 * them. Not thread-safe.
 */
final class DistinctMessages {
    /** What an event of {@link DistinctProducer} is encoded to, give or take the digits of its numbers. */
    static final int PAYLOAD_BYTES = 600;

    /** The level, the logger, the time, the thread, the process and the place in the code take the rest. */
    private static final int MESSAGE_CHARS = 348;

    private final String padding;
    private long next;

    /** Each instance in a process has a number of its own. */
    DistinctMessages(int instance) {
        next = (long) instance << 40;
        StringBuilder text = new StringBuilder();
        while (text.length() < MESSAGE_CHARS) {
            text.append(" could not be delivered to the warehouse, and will be tried again later;");
        }
        padding = text.substring(0, MESSAGE_CHARS - 16);
    }

    String next() {
        return Long.toString((1L << 60) + next++, 16) + padding;
    }
}
