// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.scale;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The time on a core that processes have had, in nanoseconds, as Linux counts it. */
final class CpuTime {
    /** The unit of the times of processes that have ended: Linux shows hundredths of a second, whatever its own clock is. */
    private static final long TICK_NANOS = 10_000_000;

    private static final List<String> COMPILERS = List.of("C1 Compiler", "C2 Compiler");

    /** The times of compilers' threads, of those too that have ended: Java starts and ends them as it needs them. */
    private static final Map<Path, Long> OF_COMPILERS = new ConcurrentHashMap<>();

    private CpuTime() {}

    /** Whether this machine has these figures. */
    static boolean isAvailable() {
        return Files.isReadable(Path.of("/proc/self/schedstat"));
    }

    /** Returns the time of this JVM, without its compilers, which rest in a process that runs for long. */
    static long ofThisJvm() {
        for (Path task : list(Path.of("/proc/self/task"))) {
            String name = read(task.resolve("comm"));
            String times = read(task.resolve("schedstat"));
            if (!times.isEmpty() && COMPILERS.stream().anyMatch(name::startsWith)) {
                OF_COMPILERS.put(task, Long.parseLong(times.split(" ", 2)[0]));
            }
        }
        long compilers = OF_COMPILERS.values().stream().mapToLong(each -> each).sum();
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() - compilers;
    }

    /** Returns the time of a server and of the processes that it has started, of those too that have ended. */
    static long ofServer(long pid) {
        long nanos = nanos(pid) + TICK_NANOS * (field(pid, Field.USER_OF_ENDED) + field(pid, Field.SYSTEM_OF_ENDED));
        for (Path each : list(Path.of("/proc"))) {
            String name = each.getFileName().toString();
            if (Character.isDigit(name.charAt(0)) && field(Long.parseLong(name), Field.PARENT) == pid) {
                nanos += nanos(Long.parseLong(name));
            }
        }
        return nanos;
    }

    /** The fields of {@code /proc/<pid>/stat} that are read, by their place behind the name of the program. */
    private enum Field {
        PARENT(1),
        USER_OF_ENDED(13),
        SYSTEM_OF_ENDED(14);

        private final int place;

        Field(int place) {
            this.place = place;
        }
    }

    /** Returns the time of a process of one thread; 0 if it has ended. */
    private static long nanos(long pid) {
        String times = read(Path.of("/proc", Long.toString(pid), "schedstat"));
        return times.isEmpty() ? 0 : Long.parseLong(times.split(" ", 2)[0]);
    }

    /** Returns a field; 0 if the process has ended. */
    private static long field(long pid, Field field) {
        String stat = read(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.isEmpty()
                ? 0
                : Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[field.place]);
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what is in a file; empty if it is gone, as its process or thread has ended. */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException ignored) {
            return "";
        }
    }
}
