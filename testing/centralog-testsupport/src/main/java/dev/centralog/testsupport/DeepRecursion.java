// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testsupport;

import java.util.function.IntConsumer;

/** Logs down to the end of a thread's stack, as {@code void f(int i) { log.info("{}", i); f(i + 1); }} does. */
@SuppressWarnings("InfiniteRecursion") // down to the end is what is meant
public final class DeepRecursion {
    private static final int STACK_BYTES = 256 << 10;

    private final IntConsumer log;

    private DeepRecursion(IntConsumer log) {
        this.log = log;
    }

    /** How an application behaves when the stack has ended. */
    public enum Way {
        /** It lets the thread die of it. */
        UNCAUGHT,
        /** It goes on below a log call that failed. */
        CAUGHT_AROUND_LOG,
        /** It logs again on its way back, from each level. */
        LOGGING_ON_THE_WAY_BACK
    }

    /** Recurses in a thread of its own, and comes back when that has ended. */
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
            // As meant.
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
