// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.util.Map;

/**
 * The figures of a {@link Centralog} in JMX, as {@code dev.centralog:type=Producer,app="<app>",id=<number>}: those of
 * {@link Centralog#stats}, {@link ActionLog#stats} and {@link Centralog#linkStats}, under names that say which of
 * these they belong to. The bean exists if the setting {@code jmx} is true, from a moment after the {@link Centralog}
 * was opened until it is closed.
 *
 * <p>Thread-safety: any thread; never blocks.
 */
public interface CentralogMXBean {
    /** Returns the version of Centralog, e.g. {@code 0.1.0}. */
    String getVersion();

    /** Returns the commit that Centralog was built from, or {@code unknown}. */
    String getCommit();

    /** Returns the number of events that were handed over. */
    long getEventsLogged();

    /** Returns the number of these events that only incremented an existing count. */
    long getEventsFolded();

    /** Returns the number of events in memory alone: neither acknowledged by Redis nor on disk nor dropped. */
    long getEventsWaiting();

    /** Returns the number of events on disk that Redis has not confirmed. */
    long getEventsSpilled();

    /** Returns the number of events that Redis has confirmed. */
    long getEventsAcknowledged();

    /** Returns the number of dropped events by reason. */
    Map<String, Long> getEventsDropped();

    /** Returns the number of pairs of group and second that Redis has confirmed. */
    long getEventWindows();

    /** Returns the number of batches of events that Redis has confirmed. */
    long getEventBatches();

    /** Returns the number of batches of events that were sent again. */
    long getEventBatchesResent();

    /** Returns the number of searches of events by {@code mask} that were given up. */
    long getEventMaskFailures();

    /** Returns the number of acknowledged events of which samples were due. */
    long getEventSamplesTaken();

    /** Returns the number of those of which this process has left the sample out. */
    long getEventSamplesLeftOut();

    /** Returns the number of actions that were handed over. */
    long getActionsLogged();

    /** Returns the number of these actions that only incremented an existing count. */
    long getActionsFolded();

    /** Returns the number of actions in memory alone: neither acknowledged by Redis nor on disk nor dropped. */
    long getActionsWaiting();

    /** Returns the number of actions on disk that Redis has not confirmed. */
    long getActionsSpilled();

    /** Returns the number of actions that Redis has confirmed. */
    long getActionsAcknowledged();

    /** Returns the number of dropped actions by reason. */
    Map<String, Long> getActionsDropped();

    /** Returns the number of entries of a user, an action and a slice that Redis has confirmed. */
    long getActionWindows();

    /** Returns the number of batches of actions that Redis has confirmed. */
    long getActionBatches();

    /** Returns the number of batches of actions that were sent again. */
    long getActionBatchesResent();

    /** Returns the number of searches of actions by {@code mask} that were given up. */
    long getActionMaskFailures();

    /** Returns the memory that is used now, in bytes, of {@code bufferBytes}. */
    long getBufferedBytes();

    /** Returns the time since which nothing could be shipped, in ISO 8601; empty while all is well. */
    String getAwaySince();

    /** Returns the number of seconds for which nothing could be shipped; 0 while all is well. */
    long getAwaySeconds();

    /** Returns the number of outages of Redis so far, the present one included. */
    long getOutages();

    /** Returns the cause of the last failed attempt to ship, without passwords; empty if none has failed yet. */
    String getLastError();

    /** Returns the time of the last failed attempt to ship, in ISO 8601; empty if none has failed yet. */
    String getLastErrorAt();
}
