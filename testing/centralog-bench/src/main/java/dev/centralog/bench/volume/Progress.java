// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Prints the progress of a run on standard error every half minute. */
final class Progress implements AutoCloseable {
    private static final long EVERY_SECONDS = 30;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    private final long beginNanos = System.nanoTime();

    private Progress(Supplier<String> state) {
        var unused = timer.scheduleAtFixedRate(() -> say(state.get()), EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    static Progress of(Supplier<String> state) {
        return new Progress(state);
    }

    /** Prints a line now. */
    void say(String line) {
        System.err.println(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beginNanos) + " s: " + line);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
