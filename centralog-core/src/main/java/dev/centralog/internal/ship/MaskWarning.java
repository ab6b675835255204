// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.internal.fold.ProducerCounters;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.wire.MaskRule;
import java.util.Locale;

/** The warning when a search by the mask was given up. */
record MaskWarning(ProducerCounters counters, String what, RateLimitedStatus status) implements Runnable {
    @Override
    public void run() {
        status.warn(
                "maskFailed",
                "setting 'mask': the search of " + what + " was given up, as it would have taken more than "
                        + String.format(Locale.ROOT, "%,d", MaskRule.READS)
                        + " reads of characters or more stack than the thread has; this has happened "
                        + counters.maskFailures()
                        + " times so far. Text that was not searched is replaced by [mask failed]. An unlimited repetition"
                        + " reads a long text again from each of its characters: begin the pattern with \\b, and limit its"
                        + " repetitions, e.g. \\b[\\w.]{1,64}@",
                null);
    }
}
