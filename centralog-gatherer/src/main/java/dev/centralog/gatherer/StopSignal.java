// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gatherer.engine.GatherThreads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Turns the JVM's end by SIGTERM or SIGINT into an orderly one: asks the command to stop, waits until it has ended, all
 * that it had open closed, and lets the process end with the command's exit code rather than with the signal's.
 */
final class StopSignal {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Runnable> stop = new AtomicReference<>();
    private final Runnable beforeHalt;
    private volatile boolean asked;
    private volatile int code;

    /** A signal that nobody gives yet; {@code beforeHalt} does what the JVM's own hooks would have done. */
    StopSignal(Runnable beforeHalt) {
        this.beforeHalt = beforeHalt;
    }

    /** Listens to the JVM's end. */
    void install() {
        Runtime.getRuntime().addShutdownHook(GatherThreads.named("centralog-stop", this::jvmEnds));
    }

    private void jvmEnds() {
        if (ended.getCount() == 0) {
            return; // the command had ended by itself
        }
        asked = true;
        runStop();
        try {
            ended.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        beforeHalt.run();
        Runtime.getRuntime().halt(code);
    }

    /** Says what makes the command stop; done at once where the signal was given before. */
    void onStop(Runnable how) {
        stop.set(how);
        if (asked) {
            runStop();
        }
    }

    private void runStop() {
        Runnable how = stop.get();
        if (how != null) {
            how.run();
        }
    }

    /** Says that the command has ended. */
    void end(int exitCode) {
        code = exitCode;
        ended.countDown();
    }
}
