// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.gatherer.engine.GatherThreads;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.stored.StoredReader;
import java.time.Duration;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connections that views are read over: a few at most, so that the page does not take from the gatherer what it needs. One that
 * has failed is closed, and the next view makes another one: so all works again by itself when the database is back.
 *
 * <p>Thread-safety: any thread.
 */
final class Readers implements AutoCloseable {
    /** The limits of the connections. */
    record Limits(int connections, Duration waiting, Duration longest) {
        /** The limits outside tests. */
        static final Limits USUAL = new Limits(4, Duration.ofSeconds(3), Duration.ofSeconds(10));
    }

    private static final long AGAIN_MILLIS = 250;

    private final SinkTarget target;
    private final Limits limits;
    private final Semaphore free;
    private final Deque<StoredReader> idle = new ConcurrentLinkedDeque<>();
    private final Set<StoredReader> busy = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor watch;
    private volatile boolean isClosed;

    Readers(SinkTarget target, Limits limits) {
        this.target = target;
        this.limits = limits;
        free = new Semaphore(limits.connections, true);
        watch = new ScheduledThreadPoolExecutor(1, task -> GatherThreads.named("centralog-page-limits", task));
        watch.setRemoveOnCancelPolicy(true);
    }

    /**
     * Returns what some work reads. Blocks for a connection, and for the work, which is broken off if it takes too long.
     *
     * @throws UnavailableException if no connection becomes free, or the work takes too long
     * @throws SinkException if the database can't be read
     */
    <T> T read(Function<StoredReader, T> work) {
        take();
        try {
            return readNow(work);
        } finally {
            free.release();
        }
    }

    private void take() {
        try {
            if (free.tryAcquire(limits.waiting.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new UnavailableException("busy: " + limits.connections
                + " views are being read already; try again in a moment, or ask for less at a time");
    }

    private <T> T readNow(Function<StoredReader, T> work) {
        StoredReader reader = reader();
        AtomicBoolean isTooLong = new AtomicBoolean();
        // Again and again: between two queries there is nothing to break off.
        Future<?> end = watch.scheduleWithFixedDelay(
                () -> {
                    isTooLong.set(true);
                    reader.cancel();
                },
                limits.longest.toMillis(),
                AGAIN_MILLIS,
                TimeUnit.MILLISECONDS);
        boolean isRead = false;
        try {
            T result = work.apply(reader);
            isRead = true;
            return result;
        } catch (BadRequestException e) {
            isRead = true;
            throw e;
        } catch (SinkException e) {
            if (isTooLong.get()) {
                throw new UnavailableException("the database took more than " + limits.longest.toSeconds()
                        + " s; ask for a shorter time (since, until), or give app, level or logger");
            }
            throw e;
        } finally {
            end.cancel(false);
            busy.remove(reader);
            if (isRead && !isTooLong.get()) {
                idle.push(reader);
            } else {
                reader.close();
            }
            closeIdleIfClosed();
        }
    }

    private StoredReader reader() {
        if (isClosed) {
            throw new UnavailableException("the gatherer is stopping");
        }
        StoredReader reader = idleOne();
        busy.add(reader);
        return reader;
    }

    private StoredReader idleOne() {
        for (@Nullable StoredReader each = idle.poll(); each != null; each = idle.poll()) {
            if (each.isUsable()) {
                return each;
            }
            each.close();
        }
        return StoredReader.open(target);
    }

    private void closeIdleIfClosed() {
        for (@Nullable StoredReader each = isClosed ? idle.poll() : null; each != null; each = idle.poll()) {
            each.close();
        }
    }

    @Override
    public void close() {
        isClosed = true;
        watch.shutdownNow();
        busy.forEach(StoredReader::cancel);
        closeIdleIfClosed();
    }
}
