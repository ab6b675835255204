// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import java.io.PrintWriter;

/**
 * A line that shows the progress. On a terminal it is rewritten in place; otherwise a new line is printed from time to
 * time.
 */
final class Progress {
    private static final int ROUNDS_PER_LINE = 4;

    private final PrintWriter out;
    private final boolean isTerminal;
    private int rounds;

    Progress(PrintWriter out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    /** Shows the progress; the caller calls it every half second. */
    void say(String line) {
        if (isTerminal) {
            out.print("\r\u001b[K" + line);
            out.flush();
        } else if (rounds++ % ROUNDS_PER_LINE == 0) {
            out.println(line);
        }
    }

    /** Ends the line, so that other output starts on a new one. */
    void end() {
        if (isTerminal) {
            out.println();
        }
    }
}
