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

    private final ConcurrentHashMap<Thread, Depth> depths = new ConcurrentHashMap<>();

    /** The depth of one thread, which alone changes it. */
    static final class Depth {
        private int levels;
    }

    /** Whether an event logged by the calling thread now must be given up. */
    boolean isTooDeep() {
        if (depths.isEmpty()) {
            return false;
        }
        Depth depth = depths.get(Thread.currentThread());
        return depth != null && depth.levels >= MAX_DEPTH;
    }

    /** Does what may call foreign code that logs. */
    <T> T rendering(Supplier<T> work) {
        Depth depth = entered();
        depth.levels++;
        try {
            return work.get();
        } finally {
            if (--depth.levels
                    == 0) { // without a call: at the end of the stack one would fail, and all later events be too deep
                left();
            }
        }
    }

    private Depth entered() {
        Thread thread = Thread.currentThread();
        Depth known = depths.get(thread);
        if (known != null) {
            return known;
        }
        Depth made = new Depth();
        depths.put(thread, made);
        return made;
    }

    /** What stays behind where this fails is used again by the thread's next event. */
    private void left() {
        try {
            depths.remove(Thread.currentThread());
        } catch (StackOverflowError ignored) {
            // What was rendered counts.
        }
    }
}
