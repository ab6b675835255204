// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools.audit;

import java.util.Map;
import java.util.TreeMap;

/**
 * The comparison of events, or of actions, with the ledgers.
 *
 * @param logged calls that have returned
 * @param stored counts in the database under a name
 * @param otherTime the part of them whose flag says that they are in another second than their own
 * @param dropped counts that applications reported as dropped, by reason; {@code overflow} stands for counts without a
 * name
 * @param figures the differences
 * @param notDue calls that are not stored, and whose window or slice is not due yet: neither right nor wrong
 */
public record Balance(
        long logged, long stored, long otherTime, Map<String, Long> dropped, Figures figures, long notDue) {
    public Balance {
        dropped = new TreeMap<>(dropped);
    }

    /** Returns the balance as one line. */
    String line(String stream) {
        return stream + ": logged=" + logged + " stored=" + stored + " otherTime=" + otherTime + " dropped=" + dropped
                + " lost=" + figures.lost()
                + " doubled=" + figures.doubled() + " misFolded=" + figures.misFolded() + " misWindowed="
                + figures.misWindowed() + " notDue=" + notDue;
    }
}
