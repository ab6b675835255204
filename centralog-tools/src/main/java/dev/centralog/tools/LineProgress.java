// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Supplier;

/** The lines on standard error that show how far long work is, one every five seconds. Not thread-safe. */
final class LineProgress {
    static final Duration EVERY = Duration.ofSeconds(5);

    private final PrintWriter err;
    private final Supplier<Duration> elapsed;
    private final String what;
    private final long total;
    private Duration next = EVERY;
    private long done;

    /**
     * Makes one.
     *
     * @param elapsed returns the time since the start of the work
     * @param what the work, such as {@code logged lines}
     * @param total how much it will be
     */
    LineProgress(PrintWriter err, Supplier<Duration> elapsed, String what, long total) {
        this.err = err;
        this.elapsed = elapsed;
        this.what = what;
        this.total = total;
    }

    /** Notes that one more is done; prints a line if it is time for one. */
    void onDone() {
        at(done + 1);
    }

    /** Notes how much is done; prints a line if it is time for one. */
    void at(long howMuch) {
        done = howMuch;
        Duration now = elapsed.get();
        if (now.compareTo(next) >= 0) {
            next = now.plus(EVERY);
            err.println(what + ": " + done + " of " + total + ", " + now.toSeconds() + " s");
        }
    }
}
