// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import java.io.PrintWriter;

/** A line that says how far things are: rewritten in place on a terminal, else a new one now and then. */
final class Progress {
    private static final int ROUNDS_PER_LINE = 4;

    private final PrintWriter out;
    private final boolean isTerminal;
    private int rounds;

    Progress(PrintWriter out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    /** To be called every half second. */
    void say(String line) {
        if (isTerminal) {
            out.print("\r\u001b[K" + line);
            out.flush();
        } else if (rounds++ % ROUNDS_PER_LINE == 0) {
            out.println(line);
        }
    }

    /** Ends the line, for others to print below. */
    void end() {
        if (isTerminal) {
            out.println();
        }
    }
}
