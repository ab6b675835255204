// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.CentralogConfig;
import dev.centralog.StatusListener;
import dev.centralog.StatusListener.Severity;
import dev.centralog.gather.EventSource;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.sink.Sink;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A gatherer: stores what one Redis holds in one sink. Any number of them may share both, in one process or many.
 *
 * <p>Run it once, by one of {@link #run}, {@link #drain} (both on the calling thread) and {@link #start}. While Redis or
 * the database is away it waits, and says so.
 *
 * <p>Thread-safety: {@link #stop}, {@link #stats} and {@link #close} may be called by any thread.
 */
public final class Gatherer implements AutoCloseable {
    private final CentralogConfig config;
    private final Sink sink;
    private final StatusListener status;
    private final GatherLoop loop;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicReference<@Nullable Thread> background = new AtomicReference<>();

    private Gatherer(CentralogConfig config, Sink sink, StatusListener status) {
        this.config = config;
        this.sink = sink;
        this.status = status;
        loop = new GatherLoop(() -> WindowSource.of(EventSource.open(config, status)), sink, status, stop);
    }

    /**
     * Makes a gatherer; connects to nothing yet.
     *
     * @param config settings among {@link GathererSettings#ALL}
     * @param sink where to store; closed with the gatherer
     */
    public static Gatherer open(CentralogConfig config, Sink sink, StatusListener status) {
        return new Gatherer(config, sink, status);
    }

    /**
     * Gathers until {@link #stop}. Blocks.
     *
     * @throws dev.centralog.CentralogException for trouble that waiting does not cure
     * @throws InterruptedException if the calling thread is interrupted
     */
    public void run() throws InterruptedException {
        loop.run();
    }

    /**
     * Gathers all that Redis holds now: waits for open windows to close, and for other gatherers' leases to be
     * acknowledged or to end. Blocks.
     *
     * @return false if it was stopped before that
     * @throws AwayException if Redis or the database was away for longer than the setting {@code giveUpAfter}
     * @throws dev.centralog.CentralogException for trouble that waiting does not cure
     * @throws InterruptedException if the calling thread is interrupted
     */
    public boolean drain() throws InterruptedException {
        return loop.drain(config.get(GathererSettings.GIVE_UP_AFTER));
    }

    /** Gathers in a thread of its own until {@link #stop} or {@link #close}; says in the status why it ended early. */
    public void start() {
        Thread thread = GatherThreads.named("centralog-gatherer", () -> {
            try {
                run();
            } catch (InterruptedException asked) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException wrong) {
                status.say(Severity.ERROR, "the gatherer has ended", wrong);
            }
        });
        if (!background.compareAndSet(null, thread)) {
            throw new IllegalStateException("this gatherer was started before");
        }
        thread.start();
    }

    /** Asks it to end: it finishes the window it is storing, or leaves it as it is in Redis. Does not block. */
    public void stop() {
        stop.countDown();
    }

    /** What it has done so far. */
    public GatherStats stats() {
        return loop.stats();
    }

    /** Stops, waits until a thread of its own has ended, and closes the sink. */
    @Override
    public void close() {
        stop();
        Thread thread = background.get();
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException asked) {
                Thread.currentThread().interrupt();
            }
        }
        sink.close();
    }
}
