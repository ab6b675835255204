// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.status;

/**
 * A fact that somebody should look at.
 *
 * @param level its severity
 * @param text what is wrong, and what to do
 */
record Finding(Level level, String text) {
    /** The severities. */
    enum Level {
        /** Gathering works, but something was lost, put aside, or seems to be set wrongly. */
        WARNING,
        /** Gathering does not work: what is logged is not stored. */
        CRITICAL
    }
}
