// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import dev.centralog.internal.wire.Window;

/** When windows are due, which differs between events and actions. */
public interface WindowTimes {
    /** How long after its end a window is due. */
    long graceSeconds(Window window);

    /** How long a window that was sealed before is held open for more. */
    long lateHoldMillis(Window window);
}
