// SPDX-License-Identifier: Apache-2.0
package dev.centralog.faults;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Observes the states of the threads that log. */
final class CallingThreads {
    /** The bean that reads thread dumps. Unlike {@link Thread#getAllStackTraces} it returns a state that fits the stack. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private CallingThreads() {}

    /**
     * Looks at the threads that many times, and returns the stacks of those that were blocked or waiting inside a call
     * of ours. Blocks.
     */
    static List<String> waitingInOurCode(int looks) {
        List<String> found = new ArrayList<>();
        for (int look = 0; look < looks; look++) {
            for (ThreadInfo each : THREADS.dumpAllThreads(false, false)) {
                if (each.getThreadName().equals(Traffic.THREAD)
                        && isStopped(each.getThreadState())
                        && isInACall(each.getStackTrace())) {
                    found.add(each.getThreadState() + " " + Arrays.toString(each.getStackTrace()));
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return found;
    }

    private static boolean isStopped(Thread.State state) {
        return state == Thread.State.BLOCKED || state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    private static boolean isInACall(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .anyMatch(frame -> frame.getClassName().startsWith("dev.centralog.internal.")
                        || frame.getClassName().equals("dev.centralog.Centralog"));
    }
}
