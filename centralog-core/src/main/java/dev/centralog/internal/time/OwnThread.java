// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.time;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A thread of Centralog, or of the Redis client that it uses. Events that are logged on such a thread must never be
 * logged through Centralog again.
 */
public final class OwnThread extends Thread {
    /** The names used so far. Names repeat, since each pool numbers its own threads. */
    private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

    private OwnThread(Runnable work, String name) {
        super(null, work, name, 0, false); // nothing of the thread that happens to start it
        NAMES.add(name);
        setDaemon(true);
        // By default it would be the loader of the application that logs first, which could then never be unloaded.
        setContextClassLoader(OwnThread.class.getClassLoader());
    }

    /** Whether the calling thread is one of ours. */
    public static boolean isCurrent() {
        return Thread.currentThread() instanceof OwnThread;
    }

    /**
     * Whether one of our threads has or had that name. For an event that another thread hands over, the name is all
     * that is known of the thread that logged it.
     */
    public static boolean isName(@Nullable String thread) {
        return thread != null && NAMES.contains(thread);
    }

    /** Returns a daemon thread that is not started yet. */
    public static OwnThread create(String name, Runnable work) {
        return new OwnThread(work, "centralog-" + name);
    }

    /** Returns a factory of daemon threads that all have the same name, for pools whose threads come and go. */
    public static ThreadFactory sameNamed(String name) {
        return work -> create(name, work);
    }

    /** Returns a factory of daemon threads named {@code centralog-<pool>-<n>}. */
    public static ThreadFactory factory(String pool) {
        AtomicInteger count = new AtomicInteger();
        return work -> create(pool + "-" + count.incrementAndGet(), work);
    }
}
