// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import dev.centralog.bench.report.RedisInfo;
import dev.centralog.testkit.LocalRedis;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Samples Redis's memory every half second. */
final class MemoryWatch implements AutoCloseable {
    private static final long EVERY_MILLIS = 500;

    private final AtomicLong now = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> looking;
    private final long atStart;

    private MemoryWatch(LocalRedis redis) {
        atStart = RedisInfo.usedBytes(redis);
        looking = timer.scheduleWithFixedDelay(() -> look(redis), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    static MemoryWatch start(LocalRedis redis) {
        return new MemoryWatch(redis);
    }

    private void look(LocalRedis redis) {
        now.set(Math.max(0, RedisInfo.usedBytes(redis) - atStart));
        peak.accumulateAndGet(now.get(), Math::max);
    }

    /** Returns the latest sample, less what Redis used at the start. */
    long nowBytes() {
        return now.get();
    }

    /** Returns the highest sample so far, less what Redis used at the start. */
    long peakBytes() {
        if (looking.isDone()) {
            throw new IllegalStateException("Redis did not say how much memory it uses");
        }
        return peak.get();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
