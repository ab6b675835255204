// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.util.Map;

/**
 * What a {@link Centralog} shows in JMX, as {@code dev.centralog:type=Producer,app="<app>",id=<number>}: the figures of
 * {@link Centralog#stats}, {@link ActionLog#stats} and {@link Centralog#linkStats}, under names that say of which. Where
 * the setting {@code jmx} is true: from a moment after it was opened until it is closed.
 *
 * <p>Thread-safety: any thread; never blocks.
 */
public interface CentralogMXBean {
    /** The version of Centralog, e.g. {@code 0.1.0}. */
    String getVersion();

    /** The commit that it was built from, or {@code unknown}. */
    String getCommit();

    /** Events handed over. */
    long getEventsLogged();

    /** Of these, those that cost an increment. */
    long getEventsFolded();

    /** Events neither acknowledged by Redis nor dropped. */
    long getEventsWaiting();

    /** Events on disk that Redis has not confirmed. */
    long getEventsSpilled();

    /** Events that Redis has confirmed. */
    long getEventsAcknowledged();

    /** Events given up, by reason. */
    Map<String, Long> getEventsDropped();

    /** Pairs of group and second that Redis has confirmed. */
    long getEventWindows();

    /** Batches of events that Redis has confirmed. */
    long getEventBatches();

    /** Batches of events that were sent again. */
    long getEventBatchesResent();

    /** Searches of events by {@code mask} that were given up. */
    long getEventMaskFailures();

    /** Actions handed over. */
    long getActionsLogged();

    /** Of these, those that cost an increment. */
    long getActionsFolded();

    /** Actions neither acknowledged by Redis nor dropped. */
    long getActionsWaiting();

    /** Actions on disk that Redis has not confirmed. */
    long getActionsSpilled();

    /** Actions that Redis has confirmed. */
    long getActionsAcknowledged();

    /** Actions given up, by reason. */
    Map<String, Long> getActionsDropped();

    /** Entries of a user, an action and a slice that Redis has confirmed. */
    long getActionWindows();

    /** Batches of actions that Redis has confirmed. */
    long getActionBatches();

    /** Batches of actions that were sent again. */
    long getActionBatchesResent();

    /** Searches of actions by {@code mask} that were given up. */
    long getActionMaskFailures();

    /** Memory now taken, in bytes, of {@code bufferBytes}. */
    long getBufferedBytes();

    /** Since when nothing could be shipped, in ISO 8601; empty while all is well. */
    String getAwaySince();

    /** For how many seconds nothing could be shipped; 0 while all is well. */
    long getAwaySeconds();

    /** How often Redis was away. */
    long getOutages();

    /** What was wrong when an attempt to ship failed last, without passwords; empty if none ever did. */
    String getLastError();

    /** When that was, in ISO 8601; empty if never. */
    String getLastErrorAt();
}
