// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

/** Makes the threads of the gatherer. */
public final class GatherThreads {
    private GatherThreads() {}

    /** A thread, not started; it does not keep the JVM alive. */
    public static Thread named(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
