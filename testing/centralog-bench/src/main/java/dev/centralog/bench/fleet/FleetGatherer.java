// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.fleet;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.StatusListener.Severity;
import dev.centralog.gather.EventSource;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A gatherer without a database: it claims, reads, adds up and acknowledges.
 *
 * <p>Thread-safety: any thread.
 */
final class FleetGatherer implements AutoCloseable {
    private static final Duration WAIT = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final CentralogConfig config;
    private final List<Read> reads = new CopyOnWriteArrayList<>();

    /** The events of each delivery, by its window and name: one that comes twice counts once. */
    private final ConcurrentMap<String, Long> repeats = new ConcurrentHashMap<>();

    private final AtomicLong signs = new AtomicLong();
    private final Thread thread = new Thread(this::run, "fleet-gatherer");
    private volatile boolean isEnding;
    private volatile boolean isPausing;

    FleetGatherer(CentralogConfig config) {
        this.config = config;
    }

    /**
     * A window that was read.
     *
     * @param counts the pairs of group and process, signs of life not included
     * @param jsonBytes the length of the counts by process, as they are in a row
     * @param claimNanos the time that the call took that found it: looking, sealing, waiting for the seal
     * @param readNanos the time for reading and decoding all of it
     * @param ackNanos the time for acknowledging it
     */
    record Read(long counts, long jsonBytes, int signs, long claimNanos, long readNanos, long ackNanos) {}

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!isEnding) {
            try (EventSource source = EventSource.open(config, (severity, message, cause) -> {
                if (severity == Severity.ERROR) {
                    System.err.println(message);
                }
            })) {
                while (!isEnding) {
                    claim(source);
                }
            } catch (CentralogException e) {
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void claim(EventSource source) throws InterruptedException {
        if (isPausing) {
            pause();
            return;
        }
        long before = System.nanoTime();
        EventWindow window = source.claim(Duration.ZERO);
        if (window == null) {
            Thread.sleep(WAIT.toMillis() / 4);
            return;
        }
        long claimed = System.nanoTime();
        EventWindow.Content content = window.content();
        long read = System.nanoTime();
        window.acknowledge();
        long done = System.nanoTime();
        long counts = 0;
        long jsonBytes = 0;
        long sum = 0;
        for (GatheredEvent each : content.events()) {
            sum += each.repeats();
            counts += each.processes().size();
            jsonBytes += each.processes().json().length();
        }
        repeats.put(window.windowStart() + " " + window.delivery(), sum);
        int found = content.processes().signs().size();
        signs.addAndGet(found);
        reads.add(new Read(counts, jsonBytes, found, claimed - before, read - claimed, done - read));
    }

    /** Sets whether it claims nothing for now: windows are whole then, however long the machine takes to fill them. */
    void setPausing(boolean now) {
        isPausing = now;
    }

    long repeats() {
        return repeats.values().stream().mapToLong(Long::longValue).sum();
    }

    long signs() {
        return signs.get();
    }

    List<Read> reads() {
        return reads;
    }

    @Override
    public void close() {
        isEnding = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
