// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A run of two loops at the same time: when one fails, the other is stopped, and the failure is the result of both. */
final class ParallelLoops {
    private final Runnable stop;

    /**
     * Makes one.
     *
     * @param stop asks both loops to end; may be called more than once
     */
    ParallelLoops(Runnable stop) {
        this.stop = stop;
    }

    /** Runs one loop on the calling thread and one on a new thread of that name; returns true if both return true. */
    boolean run(Callable<Boolean> here, Callable<Boolean> there, String name) throws InterruptedException {
        FutureTask<Boolean> other = new FutureTask<>(() -> stoppingIfItFails(there));
        Thread thread = GatherThreads.named(name, other);
        thread.start();
        try {
            boolean done = stoppingIfItFails(here);
            return other.get() && done;
        } catch (ExecutionException e) {
            throw unchecked(Objects.requireNonNull(e.getCause()));
        } catch (InterruptedException interrupted) {
            stop.run();
            thread.interrupt();
            throw interrupted;
        } catch (Exception e) {
            throw unchecked(e);
        } finally {
            awaitEnd(thread);
        }
    }

    private boolean stoppingIfItFails(Callable<Boolean> loop) throws Exception {
        boolean ended = false;
        try {
            boolean done = loop.call();
            ended = true;
            return done;
        } finally {
            if (!ended) {
                stop.run();
            }
        }
    }

    /** Waits until the thread has ended, even if interrupted: after this the resources of both loops are closed. */
    private static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException ignored) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static RuntimeException unchecked(Throwable wrong) {
        if (wrong instanceof Error error) {
            throw error;
        }
        return wrong instanceof RuntimeException known ? known : new IllegalStateException(wrong);
    }
}
