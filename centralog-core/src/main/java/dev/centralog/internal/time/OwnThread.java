// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.time;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A thread of Centralog's or of the Redis client under it. What is logged on such a thread must never come back in
 * through the appender.
 */
public final class OwnThread extends Thread {
    private OwnThread(Runnable work, String name) {
        super(work, name);
        setDaemon(true);
        // Not the loader of whatever application happened to log first: it could never be unloaded.
        setContextClassLoader(OwnThread.class.getClassLoader());
    }

    /** Whether the calling thread is one of ours. */
    public static boolean isCurrent() {
        return Thread.currentThread() instanceof OwnThread;
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
