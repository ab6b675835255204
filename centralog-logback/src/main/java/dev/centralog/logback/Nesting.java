// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Knows how deeply each thread is nested in rendering: an argument's {@code toString()} may log, and so may the
 * arguments of that event.
 *
 * <p>This is a map of the few threads that are rendering at the moment, not a thread-local: a thread-local would stay
 * in the application's threads after the appender is unloaded.
 *
 * <p>Thread-safety: full. Cost: one look-up; only the first event of a group is rendered.
 */
final class Nesting {
    /**
     * The deepest level: an event logged while another one is rendered is taken; one logged while that one is rendered
     * is dropped.
     */
    static final int MAX_DEPTH = 2;

    private final ConcurrentHashMap<Thread, Depth> depths = new ConcurrentHashMap<>();

    /** The depth of one thread. Only that thread changes it. */
    static final class Depth {
        private int levels;
    }

    /** Whether an event that the calling thread logs now must be dropped. */
    boolean isTooDeep() {
        if (depths.isEmpty()) {
            return false;
        }
        Depth depth = depths.get(Thread.currentThread());
        return depth != null && depth.levels >= MAX_DEPTH;
    }

    /** Runs work that may call foreign code that logs. */
    <T> T rendering(Supplier<T> work) {
        Depth depth = entered();
        depth.levels++;
        try {
            return work.get();
        } finally {
            if (--depth.levels == 0) { // no call: at the end of the stack it would fail, and later events be too deep
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

    /** Removes the thread's entry. If that fails, the entry stays and the thread's next event uses it again. */
    private void left() {
        try {
            depths.remove(Thread.currentThread());
        } catch (StackOverflowError ignored) {
            // The rendered text counts; the failure does not.
        }
    }
}
