// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gatherer.engine.GatherThreads;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    private volatile @Nullable Bound bound;
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
        awaitEnd();
        beforeHalt.run();
        Runtime.getRuntime().halt(code);
    }

    private void awaitEnd() {
        Bound most = bound;
        try {
            if (most == null) {
                ended.await();
            } else if (!ended.await(most.limit.toMillis(), TimeUnit.MILLISECONDS)) {
                most.beyond.run();
                code = ExitCode.NOT_FINISHED.number();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * How long the command may take to stop.
     *
     * @param limit then the process ends all the same, with {@link ExitCode#NOT_FINISHED}
     * @param beyond says so
     */
    private record Bound(Duration limit, Runnable beyond) {}

    /** Says how long the command may take to stop; without this, as long as it takes. */
    void atMost(Duration limit, Runnable beyond) {
        bound = new Bound(limit, beyond);
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
