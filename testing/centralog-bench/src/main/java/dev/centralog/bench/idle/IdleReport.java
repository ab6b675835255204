// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.idle;

import dev.centralog.bench.report.Markdown;
import dev.centralog.bench.verdict.Limit;
import dev.centralog.bench.verdict.Result;
import dev.centralog.bench.verdict.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The use of the machine within that time.
 *
 * @param asleep the use of a JVM that only sleeps
 * @param used the use of the other processes, by title
 */
record IdleReport(Duration passed, ProcessUse asleep, Map<String, ProcessUse> used) {
    private static final double MOST_PERCENT = 0.5;
    private static final double MOST_WAKE_UPS = 10;
    private static final double SHOWN_PERCENT = 0.05;

    Section section(List<String> conservation) {
        double least = percent(asleep.cpuNanos());
        List<Result> results = new ArrayList<>();
        Markdown table = new Markdown(
                "process",
                "% of a core",
                "less a JVM that sleeps",
                "wake-ups a second",
                "threads: % of a core, wake-ups a second");
        row(table, "a JVM that sleeps", asleep);
        used.forEach((title, use) -> {
            double percent = percent(use.cpuNanos());
            results.add(new Result(
                    title + ": time",
                    Limit.atMost(MOST_PERCENT, "% of a core"),
                    percent - least,
                    String.format(Locale.ROOT, "%.2f %% to %.2f %%", percent, least)));
            results.add(new Result(
                    title + ": wake-ups",
                    Limit.atMost(MOST_WAKE_UPS, "a second"),
                    aSecond(use.sleeps()),
                    String.format(Locale.ROOT, "%,d in %,d s", use.sleeps(), passed.toSeconds())));
            row(table, title, use);
        });
        return new Section("Idle", results, conservation, table + "\n");
    }

    private void row(Markdown table, String title, ProcessUse use) {
        table.row(
                title,
                String.format(Locale.ROOT, "%.2f", percent(use.cpuNanos())),
                String.format(Locale.ROOT, "%.2f", percent(use.cpuNanos() - asleep.cpuNanos())),
                String.format(Locale.ROOT, "%.1f", aSecond(use.sleeps())),
                threads(use));
    }

    private double percent(long cpuNanos) {
        return 100.0 * cpuNanos / passed.toNanos();
    }

    private double aSecond(long times) {
        return times * 1e9 / passed.toNanos();
    }

    /** Returns the threads that used something. The JVM's own count too, because they work for the others. */
    private String threads(ProcessUse use) {
        return use.threads().values().stream()
                .filter(thread -> percent(thread.cpuNanos()) >= SHOWN_PERCENT || !thread.isOfTheJvm())
                .sorted(Comparator.comparing(ThreadUse::cpuNanos).reversed())
                .map(thread -> String.format(
                        Locale.ROOT,
                        "%s %.2f %% %.1f",
                        thread.name(),
                        percent(thread.cpuNanos()),
                        aSecond(thread.sleeps())))
                .collect(Collectors.joining(", "));
    }
}
