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

/** Looks at what the threads that log are at. */
final class CallingThreads {
    /** Unlike {@link Thread#getAllStackTraces}, it tells a state that goes with the stack. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private CallingThreads() {}

    /** So many looks; what they found of threads that were blocked or waiting within a call of ours. Blocks. */
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
