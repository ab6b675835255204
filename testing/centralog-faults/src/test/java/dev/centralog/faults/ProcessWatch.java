// SPDX-License-Identifier: Apache-2.0
package dev.centralog.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Samples a process's resources from time to time, to check that they do not grow. Not thread-safe. */
final class ProcessWatch {

    /** The used kibibytes in the JVM's output, of the whole heap or of each of its generations. */
    private static final Pattern USED = Pattern.compile("total[^\n]*?, used (\\d+)K");

    private static final double MORE = 1.2;
    private static final double MORE_HEAP_KIBIBYTES = 16 * 1024;
    private static final double MORE_COUNT = 10;

    private final String name;
    private final List<Double> heapKibibytes = new ArrayList<>();
    private final List<Double> threads = new ArrayList<>();
    private final List<Double> files = new ArrayList<>();

    ProcessWatch(String name) {
        this.name = name;
    }

    /** Takes a sample of a JVM after a garbage collection. Blocks. */
    void look(long pid) {
        jcmd(pid, "GC.run");
        heapKibibytes.add(USED.matcher(jcmd(pid, "GC.heap_info"))
                .results()
                .mapToDouble(used -> Double.parseDouble(used.group(1)))
                .sum());
        threads.add(entries(pid, "task"));
        files.add(entries(pid, "fd"));
    }

    void assertFlat() {
        assertFlat(name + ": heap after GC, KiB", heapKibibytes, MORE_HEAP_KIBIBYTES);
        assertFlat(name + ": threads", threads, MORE_COUNT);
        assertFlat(name + ": file handles", files, MORE_COUNT);
    }

    /** Asserts that the last third's median is at most a fifth above the middle third's, plus a constant. */
    static void assertFlat(String what, List<Double> samples, double more) {
        int third = samples.size() / 3;
        double middle = median(samples.subList(third, 2 * third));
        double last = median(samples.subList(2 * third, samples.size()));
        System.out.printf(
                "%s: %,.0f in the middle third, %,.0f in the last, of %d looks%n", what, middle, last, samples.size());
        assertThat(last).as(what).isPositive().isLessThanOrEqualTo(MORE * middle + more);
    }

    private static double median(List<Double> samples) {
        double[] sorted =
                samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        assertThat(sorted).isNotEmpty();
        return sorted[sorted.length / 2];
    }

    private static double entries(long pid, String directory) {
        try (Stream<Path> entries = Files.list(Path.of("/proc", Long.toString(pid), directory))) {
            return entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String jcmd(long pid, String... command) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        line.add(Long.toString(pid));
        line.addAll(Arrays.asList(command));
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
