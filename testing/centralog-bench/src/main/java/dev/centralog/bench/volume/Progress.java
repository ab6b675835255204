// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Says on standard error every half minute how far a run is. */
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

    /** Says it now. */
    void say(String line) {
        System.err.println(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beginNanos) + " s: " + line);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
