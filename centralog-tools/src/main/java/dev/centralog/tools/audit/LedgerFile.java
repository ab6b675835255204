// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools.audit;

import dev.centralog.tools.OptionException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * The contents of a file that a {@link Ledger} wrote.
 *
 * @param runs in the order of the file, which is the order of time for each thread
 * @param closed whether the load ended by itself; otherwise each thread's next call may still have been under way
 */
record LedgerFile(Numbering numbering, int threads, List<Run> runs, boolean closed) {
    LedgerFile {
        runs = List.copyOf(runs);
    }

    /**
     * A run of calls of one thread.
     *
     * @param first the place of the first one among the thread's calls
     * @param second the second in which they began, since the epoch
     * @param seconds how many seconds later they returned
     */
    record Run(int thread, long first, long count, long second, int seconds) {}

    /**
     * Reads the file. It may still be being written, or its writer may have been killed.
     *
     * @throws OptionException if it is no ledger
     */
    static LedgerFile read(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            Properties head = new Properties();
            head.load(new StringReader(new String(bytes.array(), 0, Ledger.CLOSED_AT, StandardCharsets.UTF_8)));
            List<Run> runs = new ArrayList<>();
            for (int at = Ledger.HEAD_BYTES; at + Ledger.RECORD_BYTES <= bytes.capacity(); at += Ledger.RECORD_BYTES) {
                Run run = new Run(
                        bytes.getInt(at + 28),
                        bytes.getLong(at + 8),
                        bytes.getLong(at),
                        bytes.getLong(at + 16),
                        bytes.getInt(at + 24));
                if (run.count > 0) {
                    runs.add(run);
                }
            }
            return new LedgerFile(
                    Numbering.of(head),
                    Integer.parseInt(head.getProperty("threads", "none")),
                    runs,
                    bytes.get(Ledger.CLOSED_AT) == Ledger.CLOSED);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new OptionException(List.of("option '--ledger' is '" + file + "', which is not a ledger: " + e));
        }
    }

    /** Returns the number of a thread's call. */
    long number(int thread, long call) {
        return call * threads + thread;
    }

    /** Returns the numbers of the calls that may be under way. */
    List<Long> underWay() {
        if (closed) {
            return List.of();
        }
        long[] calls = new long[threads];
        for (Run run : runs) {
            calls[run.thread] = Math.max(calls[run.thread], run.first + run.count);
        }
        List<Long> numbers = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            numbers.add(number(thread, calls[thread]));
        }
        return numbers;
    }
}
