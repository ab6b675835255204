// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.idle;

import java.util.List;

/**
 * What a thread has used.
 *
 * @param name as Linux knows it: 15 characters
 * @param cpuNanos time on a core
 * @param sleeps how often it has waited and was woken
 */
record ThreadUse(String name, long cpuNanos, long sleeps) {
    static final ThreadUse NONE = new ThreadUse("", 0, 0);

    private static final List<String> OF_THE_JVM = List.of(
            "Attach Listener",
            "C1 Compiler",
            "C2 Compiler",
            "Common-Cleaner",
            "Finalizer",
            "G1 ",
            "GC Thread",
            "Monitor Deflat",
            "Notification Th",
            "Reference Hand",
            "Service Thread",
            "Signal Dispatch",
            "Sweeper thread",
            "VM ");

    /** Whether it is one that every JVM has. */
    boolean isOfTheJvm() {
        return OF_THE_JVM.stream().anyMatch(name::startsWith);
    }

    ThreadUse since(ThreadUse before) {
        return new ThreadUse(name, cpuNanos - before.cpuNanos, sleeps - before.sleeps);
    }
}
