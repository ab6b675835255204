// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

/** A way of counting actions. Thread-safety: any thread counts. */
interface ActionCounter extends AutoCloseable {
    void count(long user, int action);

    /** Returns the number of calls so far that were dropped and are counted nowhere. */
    default long dropped() {
        return 0;
    }

    /** Waits until all counts have arrived, and ends the background work. */
    @Override
    void close();

    /** Returns an action as a text, for counters that can only count texts. */
    static String text(long user, int action) {
        return user + ":" + action;
    }
}
