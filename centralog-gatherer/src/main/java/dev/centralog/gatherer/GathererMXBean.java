// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import java.util.Map;

/**
 * What JMX shows of the daemon, as {@code dev.centralog:type=Gatherer}: what it has done since it started. All are counts but
 * where a unit is named. Windows are of events, slices of actions.
 */
public interface GathererMXBean {
    /** The version of Centralog, e.g. {@code 0.1.0}. */
    String getVersion();

    /** The commit that it was built from, or {@code unknown}. */
    String getCommit();

    long getWindowsClaimed();

    long getWindowsRead();

    long getWindowsStored();

    long getSlicesClaimed();

    long getSlicesRead();

    long getSlicesStored();

    /** Events in the rows of events, their repeats included. */
    long getEventsStored();

    long getActionsStored();

    long getEventRowsStored();

    long getActionRowsStored();

    /** Rows that were there already when their window or slice was stored again: they stayed one row. */
    long getDuplicateRows();

    /**
     * Rows that met one of the same identity with other counts: two copies of one Redis have gone on apart. Of each process,
     * and of actions, the larger count stays.
     */
    long getMetOtherContent();

    /** What producers reported as dropped, events and actions, by reason. */
    Map<String, Long> getDropped();

    /** What was put aside, by the flags of the rows: {@code unreadable} or {@code rejected}. */
    Map<String, Long> getDeadLetters();

    /** Seconds from the end of the latest window stored until now; 0 where nothing is due. */
    double getEventLagSeconds();

    /** The same for actions; a slice is due long after its end. */
    double getActionLagSeconds();

    /** How often something was tried again because Redis or the database did not do it. */
    long getRetries();

    double getSecondsAwayFromRedis();

    double getSecondsAwayFromDatabase();

    /** When a window or a slice was last stored, as ISO-8601 in UTC; empty if none was yet. */
    String getLastCommit();
}
