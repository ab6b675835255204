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
 * What keeps an application busy for a while, on several threads. It counts what the application says that it logged
 * and counted, and prints that every half second as {@code so far: logged=N acted=N}, the last time as {@code total:
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

    /** To be called by the application's code right after each call of a logger. */
    void logged() {
        logged.increment();
    }

    /** To be called by the application's code right after each action that it has counted. */
    void acted() {
        acted.increment();
    }

    void every(Duration period, Runnable work) {
        var unused = threads.scheduleAtFixedRate(() -> attempt(work), 0, period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A failure that stayed in the future would end the work unnoticed. */
    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    /** Blocks for that long, then lets what runs finish, and prints the total. */
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

    /** Standard input is a pipe from the demo: it ends when the demo does, however that happens. */
    private static void endWithParent() {
        try (InputStream parent = System.in) {
            while (parent.read() >= 0) {
                // What it says does not matter.
            }
        } catch (IOException ignored) {
            // The same as its end.
        }
        System.exit(1);
    }
}
