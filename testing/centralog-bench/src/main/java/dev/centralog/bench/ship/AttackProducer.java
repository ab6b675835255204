// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.gatherer.SilentLogging;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A process with a bad message template. Some threads log events that each form their own group, at an unlimited rate,
 * while one thread repeats a normal event. The process samples what is buffered, and in the second half also the live
 * heap.
 */
public final class AttackProducer {
    private static final int ATTACKERS = 4;
    private static final int MESSAGE_CHARS = 300;
    private static final long STEADY_A_SECOND = 1_000;
    private static final long LOOK_MILLIS = 20;
    private static final Duration CLOSE_LIMIT = Duration.ofMinutes(1);

    private final Centralog centralog;
    private final long endNanos;
    private final AtomicLong steady = new AtomicLong();

    private AttackProducer(Centralog centralog, Duration time) {
        this.centralog = centralog;
        this.endNanos = System.nanoTime() + time.toNanos();
    }

    /**
     * Runs the process. The arguments are the port of Redis, the number of groups per second, the duration in
     * milliseconds, and the number of heap samples, if there is time for them.
     */
    public static void main(String[] arguments) throws InterruptedException {
        SilentLogging.install();
        CentralogConfig config = CentralogConfig.defaults()
                .with(Settings.REDIS, "redis://127.0.0.1:" + arguments[0])
                .with(Settings.SHUTDOWN_TIMEOUT, CLOSE_LIMIT);
        try (Centralog centralog = Centralog.open(config)) {
            Duration time = Duration.ofMillis(Long.parseLong(arguments[2]));
            AttackProducer producer = new AttackProducer(centralog, time);
            AttackResult attacked = producer.run(Long.parseLong(arguments[1]), Integer.parseInt(arguments[3]));
            System.out.println(attacked.line());
        }
    }

    private AttackResult run(long groupsPerSecond, int heapLooks) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 1; i <= ATTACKERS; i++) {
            DistinctMessages messages = new DistinctMessages(i, MESSAGE_CHARS);
            threads.add(new Thread(() -> log(groupsPerSecond / ATTACKERS, messages::next), "attacker-" + i));
        }
        threads.add(new Thread(() -> steady.set(log(STEADY_A_SECOND, () -> "late again")), "steady"));
        threads.forEach(Thread::start);
        List<Long> heap = new ArrayList<>();
        long mostBuffered = 0;
        long half = (endNanos - System.nanoTime()) / 2;
        long between = half / (heapLooks - 1);
        long nextLook = endNanos - half;
        while (System.nanoTime() - endNanos < 0) {
            mostBuffered = Math.max(mostBuffered, centralog.stats().bufferedBytes());
            if (System.nanoTime() - nextLook >= 0 && heap.size() < heapLooks - 1) {
                heap.add(liveHeap());
                nextLook += between;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        heap.add(liveHeap()); // at this point the buffer is still full
        for (Thread thread : threads) {
            thread.join();
        }
        centralog.close(CLOSE_LIMIT);
        CentralogStats stats = centralog.stats();
        return new AttackResult(
                stats.logged(),
                stats.acknowledged(),
                stats.totalDropped(),
                mostBuffered,
                steady.get(),
                stats.folded(),
                heap);
    }

    /** Logs evenly, or as fast as it can if that is slower, and returns the number of events. */
    private long log(long perSecond, Supplier<String> messages) {
        long begin = System.nanoTime();
        long logged = 0;
        while (System.nanoTime() - endNanos < 0) {
            long due = (long) (perSecond * ((System.nanoTime() - begin) / 1e9));
            for (; logged < due && System.nanoTime() - endNanos < 0; logged++) {
                centralog.log(LogEvent.builder()
                        .logger(AppenderVariant.LOGGER)
                        .message(messages.get())
                        .build());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return logged;
    }

    /** Returns the bytes of the heap after a garbage collection. */
    static long liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
