// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.time;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A thread of Centralog's or of the Redis client under it. What is logged on such a thread must never come back in
 * through the appender.
 */
public final class OwnThread extends Thread {
    /** The names that were used. They repeat themselves: each pool numbers its own. */
    private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

    private OwnThread(Runnable work, String name) {
        super(work, name);
        NAMES.add(name);
        setDaemon(true);
        // Not the loader of whatever application happened to log first: it could never be unloaded.
        setContextClassLoader(OwnThread.class.getClassLoader());
    }

    /** Whether the calling thread is one of ours. */
    public static boolean isCurrent() {
        return Thread.currentThread() instanceof OwnThread;
    }

    /** Whether one of ours has or had that name: where an event comes from another thread, that is all it tells of its own. */
    public static boolean isName(@Nullable String thread) {
        return thread != null && NAMES.contains(thread);
    }

    /** A daemon thread, not yet started. */
    public static OwnThread create(String name, Runnable work) {
        return new OwnThread(work, "centralog-" + name);
    }

    /** Makes daemon threads named {@code centralog-<pool>-<n>}. */
    public static ThreadFactory factory(String pool) {
        AtomicInteger count = new AtomicInteger();
        return work -> create(pool + "-" + count.incrementAndGet(), work);
    }
}
