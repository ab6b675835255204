// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gatherer.engine.GatherThreads;
import java.util.concurrent.CountDownLatch;

/**
 * Turns the JVM's end (SIGTERM, SIGINT) into an orderly one: asks the command to stop, and waits until it has. The
 * process then ends with the command's exit code, not with the signal's.
 */
final class StopSignal implements AutoCloseable {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;
    private volatile int code = ExitCode.INTERNAL.number();

    private StopSignal(Runnable stop) {
        hook = GatherThreads.named("centralog-stop", () -> {
            stop.run();
            awaitEnd();
            Runtime.getRuntime().halt(code);
        });
    }

    static StopSignal install(Runnable stop) {
        StopSignal signal = new StopSignal(stop);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    private void awaitEnd() {
        try {
            ended.await();
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    void endWith(int exitCode) {
        code = exitCode;
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The hook is what made us end.
        }
    }
}
