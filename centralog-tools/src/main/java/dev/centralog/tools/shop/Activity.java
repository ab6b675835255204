// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools.shop;

import dev.centralog.gatherer.engine.GatherThreads;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps an application busy for a while, on several threads. It counts the events and actions that the application
 * reports, and prints the counts every half second as {@code so far: logged=N acted=N}, and at the end as {@code total:
 * logged=N acted=N}.
 */
final class Activity {
    private static final int THREADS = 4;
    private static final Duration TELL_EVERY = Duration.ofMillis(500);

    private final LongAdder logged = new LongAdder();
    private final LongAdder acted = new LongAdder();
    private final ScheduledExecutorService threads;

    Activity(String threadName) {
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newScheduledThreadPool(
                THREADS, task -> GatherThreads.named(threadName + "-" + number.incrementAndGet(), task));
    }

    /** Counts an event; the application calls it right after each call of a logger. */
    void logged() {
        logged.increment();
    }

    /** Counts an action; the application calls it right after each action that it has counted. */
    void acted() {
        acted.increment();
    }

    void every(Duration period, Runnable work) {
        var unused = threads.scheduleAtFixedRate(() -> attempt(work), 0, period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Runs the work, and ends the process if it fails: an exception that stayed in the future would end the work
     * unnoticed.
     */
    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    /** Blocks for that long, then lets running work finish, and prints the total. */
    void runFor(Duration time) throws InterruptedException {
        every(TELL_EVERY, () -> System.out.println("so far: " + counts()));
        GatherThreads.named("parent-watch", Activity::endWithParent).start();
        threads.awaitTermination(time.toMillis(), TimeUnit.MILLISECONDS);
        threads.shutdownNow();
        if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the application's threads do not end");
        }
        System.out.println("total: " + counts());
    }

    private String counts() {
        return "logged=" + logged.sum() + " acted=" + acted.sum();
    }

    /**
     * Ends the process when the demo ends, for whatever reason. Standard input is a pipe from the demo, and ends with
     * it.
     */
    private static void endWithParent() {
        try (InputStream parent = System.in) {
            while (parent.read() >= 0) {
                // The bytes do not matter.
            }
        } catch (IOException ignored) {
            // A failure means the same as the end of the stream.
        }
        System.exit(1);
    }
}
