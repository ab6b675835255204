// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.status;

/**
 * A fact that somebody should look at.
 *
 * @param text what it is and what to do
 */
record Finding(Level level, String text) {
    /** How bad it is. */
    enum Level {
        /** Gathering works; something was lost, put aside, or seems to be set wrongly. */
        WARNING,
        /** What is logged is not stored. */
        CRITICAL
    }
}
