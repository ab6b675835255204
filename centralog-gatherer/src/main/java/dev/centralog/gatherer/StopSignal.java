// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gatherer.engine.GatherThreads;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An orderly end of the JVM at SIGTERM or SIGINT: it asks the command to stop, waits until the command has ended and has
 * closed everything, and lets the process end with the command's exit code rather than with the signal's.
 */
final class StopSignal {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Runnable> stop = new AtomicReference<>();
    private final Runnable beforeHalt;
    private volatile boolean asked;
    private volatile @Nullable Bound bound;
    private volatile int code;

    /** Makes a signal that has not come yet; {@code beforeHalt} does the cleanup that the JVM's own hooks would have done. */
    StopSignal(Runnable beforeHalt) {
        this.beforeHalt = beforeHalt;
    }

    /** Installs the shutdown hook. */
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
     * The time that the command may take to stop.
     *
     * @param limit the time after which the process ends all the same, with {@link ExitCode#NOT_FINISHED}
     * @param beyond is run then, to report it
     */
    private record Bound(Duration limit, Runnable beyond) {}

    /** Sets the time that the command may take to stop; without this call there is no limit. */
    void atMost(Duration limit, Runnable beyond) {
        bound = new Bound(limit, beyond);
    }

    /** Sets the action that makes the command stop; runs it at once if the signal has come before. */
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

    /** Notes that the command has ended, with that exit code. */
    void end(int exitCode) {
        code = exitCode;
        ended.countDown();
    }
}
