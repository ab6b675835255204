// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.internal.wire.Window;

/** The times at which windows are due, which differ between events and actions. */
public interface WindowTimes {
    /** Returns the time after its end at which a window is due, in seconds. */
    long graceSeconds(Window window);

    /** Returns the time for which a window that was sealed before is held open for more counts, in milliseconds. */
    long lateHoldMillis(Window window);
}
