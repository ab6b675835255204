// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.idle;

import dev.centralog.bench.verdict.Form;
import dev.centralog.bench.verdict.Measurement;
import dev.centralog.bench.verdict.Section;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Measures what idle appenders and gatherers use of the machine: their time on a core, less that of a JVM that only
 * sleeps, and how often their threads wake up. All of them are idle at the same time and for the same time, each in its
 * own process, after they have worked and come to rest.
 */
public final class IdleTargets implements Measurement {
    /** The shortest rest; longer than an appender keeps a second's events in case there are repeats. */
    private static final Duration REST = Duration.ofSeconds(5);

    /** The rest of the full form. By then the JVM has compiled most of what a gatherer does once a second. */
    private static final Duration FULL_REST = Duration.ofMinutes(2);

    private static final Duration FULL = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(10);

    @Override
    public Section measure(Form form) throws IOException, InterruptedException {
        return form == Form.FULL ? measure(FULL_REST, FULL) : measure(REST, SHORT);
    }

    static Section measure(Duration rest, Duration watched) throws IOException, InterruptedException {
        if (!ProcessUse.isAvailable()) {
            String missing = "**Not measured**: this machine has no `/proc/<pid>/schedstat` to read it from.\n";
            System.err.println("idle: " + missing);
            return new Section("Idle", List.of(), List.of(), missing);
        }
        try (Idlers idlers = Idlers.start()) {
            return idlers.watch(rest, watched);
        }
    }
}
