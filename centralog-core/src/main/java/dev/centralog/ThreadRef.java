// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import org.jspecify.annotations.Nullable;

/**
 * The thread that logged an event.
 *
 * @param name its name at that time, or null if the framework did not give it
 * @param id its id, or 0 if the framework did not give it
 * @param priority its priority, or 0 if the framework did not give it
 */
public record ThreadRef(@Nullable String name, long id, int priority) {
    /** A thread of which nothing is known. */
    public static final ThreadRef UNKNOWN = new ThreadRef(null, 0, 0);

    /** Returns the calling thread. */
    @SuppressWarnings("deprecation") // Thread.threadId() came with 19
    public static ThreadRef current() {
        Thread thread = Thread.currentThread();
        return new ThreadRef(thread.getName(), thread.getId(), thread.getPriority());
    }
}
