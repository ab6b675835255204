// SPDX-License-Identifier: Apache-2.0
package dev.centralog.faults;

import dev.centralog.Action;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.tools.audit.Ledger;
import dev.centralog.tools.audit.Numbering;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A producer in this process that logs numbered events and actions, on its own threads, until it is stopped. */
final class Traffic implements AutoCloseable {
    static final String THREAD = "traffic";
    private static final int THREADS = 2;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int CALLS_A_PAUSE = 10;
    private static final Clock CLOCK = Clock.systemUTC();

    private final Centralog centralog;
    private final Numbering numbering;
    private final Ledger ledger;
    private final List<Ledger.CallWriter> writers = new ArrayList<>();
    private final List<Future<?>> running = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
        Thread thread = new Thread(work, THREAD);
        thread.setDaemon(true);
        return thread;
    });
    private final List<String> said = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;
    private final ReentrantReadWriteLock calling = new ReentrantReadWriteLock();

    private Traffic(CentralogConfig config, Path file, String run) {
        numbering = new Numbering(config.get(Settings.APP), run, 20, 5, 30, (int)
                config.get(Settings.SLICE_LENGTH).toSeconds());
        try {
            ledger = Ledger.create(file, numbering, THREADS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        centralog = Centralog.open(config, (severity, message, cause) -> said.add(message));
    }

    /** Starts a producer; its calls are recorded in a new file of that name. */
    static Traffic start(CentralogConfig config, Path file) {
        Traffic traffic = new Traffic(config, file, file.getFileName().toString());
        for (int thread = 0; thread < THREADS; thread++) {
            int own = thread;
            Ledger.CallWriter writer = traffic.ledger.writer(own);
            traffic.writers.add(writer);
            traffic.running.add(traffic.threads.submit(() -> traffic.run(own, writer)));
        }
        return traffic;
    }

    private void run(int thread, Ledger.CallWriter writer) {
        for (long call = 0; !stopped; call++) {
            long number = call * THREADS + thread;
            calling.readLock().lock();
            try {
                writer.call(() -> call(number));
            } finally {
                calling.readLock().unlock();
            }
            if (call % CALLS_A_PAUSE == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void call(long number) {
        switch (numbering.kind(number)) {
            case ACTION ->
                centralog
                        .actions()
                        .log(Action.of(numbering.user(number), numbering.action(number))
                                .withValue(Numbering.VALUE));
            case DISTINCT -> log(Level.INFO, numbering.distinctMessage(number), numbering.distinctMessage(number));
            case REPEAT -> {
                int group = numbering.group(number);
                Level level = group % 2 == 0 ? Level.INFO : Level.WARN; // of warnings more samples are taken
                log(
                        level,
                        Numbering.template(group),
                        "step " + group + ": order " + number + " of customer 1 took 2 ms");
            }
        }
    }

    private void log(Level level, String template, String message) {
        centralog.log(LogEvent.builder()
                .time(CLOCK.instant())
                .level(level)
                .logger("com.example.Traffic")
                .template(template)
                .message(message)
                .build());
    }

    /** Returns the number of calls that have returned so far, events and actions. */
    long calls() {
        return stats().logged() + actionStats().logged();
    }

    /** Returns its messages for operators so far. */
    List<String> said() {
        return said;
    }

    CentralogStats stats() {
        return centralog.stats();
    }

    CentralogStats actionStats() {
        return centralog.actions().stats();
    }

    /** Returns the number of batches that were sent again, of events or of actions. */
    long resent() {
        return stats().resent() + actionStats().resent();
    }

    /** Makes no call until {@link #goOn}; no call is under way when this returns. One thread calls both methods. */
    void rest() {
        calling.writeLock().lock();
    }

    /** Ends a rest, if there is one. */
    void goOn() {
        if (calling.isWriteLockedByCurrentThread()) {
            calling.writeLock().unlock();
        }
    }

    /** Stops logging, ships what is left, and returns how much could not be shipped. Blocks. */
    long end(Duration limit) {
        stopped = true;
        try {
            for (Future<?> each : running) {
                each.get();
            }
            ledger.close();
        } catch (Exception e) {
            throw new IllegalStateException("a call of the logger has failed", e);
        }
        return centralog.close(limit);
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
        centralog.close(Duration.ZERO);
    }
}
