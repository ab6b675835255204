// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

/** A way of counting actions. Thread-safety: any thread counts. */
interface ActionCounter extends AutoCloseable {
    void count(long user, int action);

    /** Calls so far that were given up, and are counted nowhere. */
    default long dropped() {
        return 0;
    }

    /** Waits until what was counted has arrived, and ends what runs behind it. */
    @Override
    void close();

    /** How those who can only count texts write an action. */
    static String text(long user, int action) {
        return user + ":" + action;
    }
}
