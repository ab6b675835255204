// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import java.util.List;

/** Runs test threads, and finds Centralog's own. */
final class TestThreads {
    private TestThreads() {}

    static Thread started(Runnable work) {
        Thread thread = new Thread(work, "test");
        thread.start();
        return thread;
    }

    /** Returns the names of the live threads that Centralog and its Redis client started. */
    static List<String> ofCentralog() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("centralog") || name.startsWith("lettuce"))
                .sorted()
                .toList();
    }
}
