// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import java.util.Map;

/**
 * The daemon's counters in JMX, as {@code dev.centralog:type=Gatherer}: its work since it started. All are counts unless a
 * unit is named. Windows hold events, slices hold actions.
 */
public interface GathererMXBean {
    /** Returns the version of Centralog, e.g. {@code 0.1.0}. */
    String getVersion();

    /** Returns the commit that it was built from, or {@code unknown}. */
    String getCommit();

    long getWindowsClaimed();

    long getWindowsRead();

    long getWindowsStored();

    long getSlicesClaimed();

    long getSlicesRead();

    long getSlicesStored();

    /** Returns the number of events in the rows of events, their repeats included. */
    long getEventsStored();

    long getActionsStored();

    long getEventRowsStored();

    long getActionRowsStored();

    /** Returns the number of rows that existed when their window or slice was stored again; each stayed one row. */
    long getDuplicateRows();

    /**
     * Returns the number of rows that met a row of the same identity with other counts: two copies of one Redis have gone on
     * apart. Of the two counts the larger one stays, for each process, and for each row of actions.
     */
    long getMetOtherContent();

    /** Returns the number of events and actions that producers reported as dropped, by reason. */
    Map<String, Long> getDropped();

    /** Returns the number of dead letters by the flag of their rows: {@code unreadable} or {@code rejected}. */
    Map<String, Long> getDeadLetters();

    /** Returns the seconds from the end of the latest window stored until now; 0 if nothing is due. */
    double getEventLagSeconds();

    /** Returns the seconds from the end of the latest slice stored until now; a slice is due long after its end. */
    double getActionLagSeconds();

    /** Returns the number of retries because Redis or the database was unavailable. */
    long getRetries();

    double getSecondsAwayFromRedis();

    double getSecondsAwayFromDatabase();

    /** Returns the time at which a window or a slice was last stored, as ISO-8601 in UTC; empty if none was yet. */
    String getLastCommit();
}
