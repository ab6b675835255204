// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools.audit;

import java.util.Map;
import java.util.TreeMap;

/**
 * One stream, held against the ledgers.
 *
 * @param logged calls that have returned
 * @param stored counts in the database that are told by name
 * @param otherTime those of them that say of themselves that they are in another second than their own
 * @param dropped what applications said they gave up, by reason; and {@code overflow}, counted without a name
 * @param figures what does not fit together
 * @param notDue calls whose window or slice is not due to be stored, and which are not: neither right nor wrong
 */
public record Balance(
        long logged, long stored, long otherTime, Map<String, Long> dropped, Figures figures, long notDue) {
    public Balance {
        dropped = new TreeMap<>(dropped);
    }

    /** One line. */
    String line(String stream) {
        return stream + ": logged=" + logged + " stored=" + stored + " otherTime=" + otherTime + " dropped=" + dropped
                + " lost=" + figures.lost()
                + " doubled=" + figures.doubled() + " misFolded=" + figures.misFolded() + " misWindowed="
                + figures.misWindowed() + " notDue=" + notDue;
    }
}
