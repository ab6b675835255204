// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

/** The factory of the gatherer's threads. */
public final class GatherThreads {
    private GatherThreads() {}

    /** Returns a thread that is not started; it is a daemon thread, so it does not keep the JVM alive. */
    public static Thread named(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
