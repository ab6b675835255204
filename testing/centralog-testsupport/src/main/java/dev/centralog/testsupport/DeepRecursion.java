// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testsupport;

import java.util.function.IntConsumer;

/** Logs at each depth until a thread's stack overflows, as {@code void f(int i) { log.info("{}", i); f(i + 1); }} does. */
@SuppressWarnings("InfiniteRecursion") // the recursion must reach the end of the stack
public final class DeepRecursion {
    private static final int STACK_BYTES = 256 << 10;

    private final IntConsumer log;

    private DeepRecursion(IntConsumer log) {
        this.log = log;
    }

    /** The ways in which an application handles the overflow. */
    public enum Way {
        /** The overflow ends the thread. */
        UNCAUGHT,
        /** The overflow is caught around the log call, and the recursion goes on. */
        CAUGHT_AROUND_LOG,
        /** The overflow ends the recursion, and each level logs again on the way back. */
        LOGGING_ON_THE_WAY_BACK
    }

    /** Recurses on a separate thread, and returns when that has ended. */
    public static void run(Way way, IntConsumer log) throws InterruptedException {
        DeepRecursion recursion = new DeepRecursion(log);
        Thread thread = new Thread(null, () -> recursion.start(way), "deep", STACK_BYTES);
        thread.start();
        thread.join();
    }

    private void start(Way way) {
        try {
            switch (way) {
                case UNCAUGHT -> plain(0);
                case CAUGHT_AROUND_LOG -> caughtAroundLog(0);
                case LOGGING_ON_THE_WAY_BACK -> loggingBack(0);
            }
        } catch (StackOverflowError ignored) {
            // The overflow is intended.
        }
    }

    private void plain(int i) {
        log.accept(i);
        plain(i + 1);
    }

    private void caughtAroundLog(int i) {
        try {
            log.accept(i);
        } catch (StackOverflowError ignored) {
            // The next level tries again.
        }
        caughtAroundLog(i + 1);
    }

    private void loggingBack(int i) {
        try {
            log.accept(i);
            loggingBack(i + 1);
        } catch (StackOverflowError ignored) {
            log.accept(i);
        }
    }
}
