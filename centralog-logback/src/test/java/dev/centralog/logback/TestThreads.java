// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import java.util.List;

/** Threads of tests, and a look at ours. */
final class TestThreads {
    private TestThreads() {}

    static Thread started(Runnable work) {
        Thread thread = new Thread(work, "test");
        thread.start();
        return thread;
    }

    /** The live threads that Centralog and its Redis client made, by name. */
    static List<String> ofCentralog() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("centralog") || name.startsWith("lettuce"))
                .sorted()
                .toList();
    }
}
