// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * How deep each thread is in rendering: an argument's {@code toString()} may log, and that event's arguments again.
 *
 * <p>A map of the few threads that are rendering just now rather than a thread-local, which would stay behind in the
 * application's threads when the appender is gone.
 *
 * <p>Thread-safety: thread-safe. Cost: a look-up; only the first event of a group renders.
 */
final class Nesting {
    /** An event logged while another one is rendered is logged; one logged while that one is rendered is given up. */
    static final int MAX_DEPTH = 2;

    private final ConcurrentHashMap<Thread, Integer> depths = new ConcurrentHashMap<>();

    /** Whether an event logged by the calling thread now must be given up. */
    boolean isTooDeep() {
        return !depths.isEmpty() && depths.getOrDefault(Thread.currentThread(), 0) >= MAX_DEPTH;
    }

    /** Does what may call foreign code that logs. */
    <T> T rendering(Supplier<T> work) {
        enter();
        try {
            return work.get();
        } finally {
            leave();
        }
    }

    /** Before what may call foreign code that logs; {@link #leave} must follow. A thread's number is its own to change. */
    void enter() {
        Thread thread = Thread.currentThread();
        depths.put(thread, depths.getOrDefault(thread, 0) + 1);
    }

    void leave() {
        Thread thread = Thread.currentThread();
        int left = depths.getOrDefault(thread, 0) - 1;
        if (left > 0) {
            depths.put(thread, left);
        } else {
            depths.remove(thread);
        }
    }
}
