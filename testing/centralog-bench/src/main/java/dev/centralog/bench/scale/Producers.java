// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.scale;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The producers of a fleet, in this JVM, each with a thread of its own. Not thread-safe. */
final class Producers implements AutoCloseable {
    private static final long BUFFER_BYTES = 128L << 20;
    private static final int ALL_SAMPLES = 100_000;
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final List<Producer> all = new ArrayList<>();
    private final ExecutorService threads;

    /** Starts them, and logs each group once. Blocks until Redis has that. */
    Producers(Fleet fleet, String redisUri) throws InterruptedException {
        threads = Executors.newFixedThreadPool(Math.max(1, fleet.producers()));
        CentralogConfig config = CentralogConfig.defaults()
                .with(Settings.REDIS, redisUri)
                .with(Settings.APP, "shop")
                .with(Settings.BUFFER_BYTES, BUFFER_BYTES)
                .with(Settings.SHUTDOWN_TIMEOUT, Duration.ofMinutes(1))
                .with(Settings.SAMPLES, fleet.samples())
                .with(Settings.SAMPLES_PER_SECOND, ALL_SAMPLES);
        for (int number = 0; number < fleet.producers(); number++) {
            all.add(new Producer(fleet, number, config.with(Settings.INSTANCE, "producer-" + number)));
        }
        all.forEach(Producer::logFirst);
        awaitShipped();
    }

    /**
     * Logs for as many seconds, from the second after next. Blocks until they are over and Redis has it.
     *
     * @return the time on a core of the threads that log, in nanoseconds
     */
    long log(int seconds) throws InterruptedException {
        long start = Math.floorDiv(Clock.systemUTC().millis(), 1000L) * 1000 + 2000;
        List<Callable<Long>> work = new ArrayList<>();
        all.forEach(each -> work.add(() -> each.log(start, seconds)));
        long nanos = 0;
        for (Future<Long> each : threads.invokeAll(work)) {
            try {
                nanos += each.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a producer failed", e);
            }
        }
        long left = start + seconds * 1000L - Clock.systemUTC().millis();
        if (left > 0) { // as there are no producers
            TimeUnit.MILLISECONDS.sleep(left);
        }
        awaitShipped();
        return nanos;
    }

    private void awaitShipped() throws InterruptedException {
        long start = System.nanoTime();
        while (!all.stream().allMatch(Producer::isShipped)) {
            if (System.nanoTime() - start > LIMIT_NANOS) {
                throw new IllegalStateException("the producers have not shipped all that they logged");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Returns the number of log calls so far. */
    long calls() {
        return all.stream().mapToLong(Producer::calls).sum();
    }

    /** Returns how many events were dropped so far. */
    long dropped() {
        return all.stream().mapToLong(each -> each.stats().totalDropped()).sum();
    }

    @Override
    public void close() {
        all.forEach(Producer::close);
        threads.shutdownNow();
    }
}
