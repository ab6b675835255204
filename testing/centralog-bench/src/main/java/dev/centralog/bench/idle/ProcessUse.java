// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.idle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The use of the machine by a process, by the ids of its threads. Linux counts a thread's time in nanoseconds, in
 * {@code /proc/<pid>/task/<id>/schedstat}. The process's own sum, in {@code stat}, has hundredths of a second, which is
 * too coarse for an idle process. Threads that ended in between are not counted.
 */
record ProcessUse(Map<String, ThreadUse> threads) {
    private static final String SLEEPS = "voluntary_ctxt_switches:";

    /** Whether this machine has these figures. */
    static boolean isAvailable() {
        return Files.isReadable(Path.of("/proc/self/schedstat"));
    }

    static ProcessUse of(long pid) {
        Map<String, ThreadUse> threads = new HashMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks.toList()) {
                try {
                    threads.put(task.getFileName().toString(), thread(task));
                } catch (NoSuchFileException ignored) {
                    // The thread ended between the listing and the reading.
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ProcessUse(threads);
    }

    private static ThreadUse thread(Path task) throws IOException {
        String name = Files.readString(task.resolve("comm")).strip();
        String cpu = Files.readString(task.resolve("schedstat")).split(" ", 2)[0];
        String sleeps = Files.readAllLines(task.resolve("status")).stream()
                .filter(line -> line.startsWith(SLEEPS))
                .map(line -> line.substring(SLEEPS.length()).strip())
                .findFirst()
                .orElseThrow();
        return new ThreadUse(name, Long.parseLong(cpu), Long.parseLong(sleeps));
    }

    ProcessUse since(ProcessUse before) {
        Map<String, ThreadUse> difference = new HashMap<>();
        threads.forEach((id, use) -> difference.put(id, use.since(before.threads.getOrDefault(id, ThreadUse.NONE))));
        return new ProcessUse(difference);
    }

    long cpuNanos() {
        return threads.values().stream().mapToLong(ThreadUse::cpuNanos).sum();
    }

    /** Returns how often the threads that not every JVM has were woken. */
    long sleeps() {
        return own().stream().mapToLong(ThreadUse::sleeps).sum();
    }

    /** Returns the threads that not every JVM has. */
    List<ThreadUse> own() {
        return threads.values().stream().filter(thread -> !thread.isOfTheJvm()).toList();
    }
}
