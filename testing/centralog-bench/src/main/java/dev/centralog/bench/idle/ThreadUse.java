// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.idle;

import java.util.List;

/**
 * The use of the machine by a thread.
 *
 * @param name the name in Linux, at most 15 characters
 * @param cpuNanos the time on a core
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

    /** Whether it is a thread that every JVM has. */
    boolean isOfTheJvm() {
        return OF_THE_JVM.stream().anyMatch(name::startsWith);
    }

    ThreadUse since(ThreadUse before) {
        return new ThreadUse(name, cpuNanos - before.cpuNanos, sleeps - before.sleeps);
    }
}
