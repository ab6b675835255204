// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import dev.centralog.CentralogStats;
import dev.centralog.Settings;
import dev.centralog.gatherer.SilentLogging;
import java.util.concurrent.TimeUnit;

/**
 * A process that logs distinct events from one thread, as fast as they are shipped. If the appender has a buffer, the
 * process waits while half of it is used, so that nothing is dropped.
 */
public final class DistinctProducer {
    private static final long ENOUGH_BYTES = Settings.BUFFER_BYTES.defaultValue() / 2;
    private static final int LOOK_EVERY = 64;
    private static final long WARM_UP_LIMIT_MILLIS = 40_000;

    /** The length of a message; level, logger, time, thread, process and location take the rest of the payload. */
    private static final int MESSAGE_CHARS = DistinctMessages.PAYLOAD_BYTES - 252;

    private final OpenVariant variant;
    private final DistinctMessages messages = new DistinctMessages(0, MESSAGE_CHARS);
    private long logged;

    private DistinctProducer(OpenVariant variant) {
        this.variant = variant;
    }

    /**
     * Runs the process. The arguments are a {@link AppenderVariant}, the port of Redis, the number of events to warm up
     * with, and the milliseconds to measure.
     */
    public static void main(String[] arguments) throws InterruptedException {
        SilentLogging.install();
        OpenVariant variant = AppenderVariant.valueOf(arguments[0]).open(Integer.parseInt(arguments[1]));
        DistinctProducer producer = new DistinctProducer(variant);
        producer.warmUp(Long.parseLong(arguments[2]));
        long cpuBefore = ProducerResult.ownCpuNanos();
        long begin = System.nanoTime();
        long before = producer.arrived();
        producer.log(Long.MAX_VALUE, Long.parseLong(arguments[3]));
        long sustained = producer.arrived() - before;
        Measured measured =
                new Measured(sustained, System.nanoTime() - begin, ProducerResult.ownCpuNanos() - cpuBefore);
        variant.close();
        System.out.println(producer.produced(measured).line());
    }

    /** Warms up by a number of events, not by time: how soon the compiler is finished depends on what else runs. */
    private void warmUp(long events) throws InterruptedException {
        log(events, WARM_UP_LIMIT_MILLIS);
    }

    /** Logs at most that many events, for at most that long. */
    private void log(long events, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (logged < events && System.nanoTime() - end < 0) {
            for (int i = 0; i < LOOK_EVERY; i++) {
                variant.log(messages.next());
            }
            logged += LOOK_EVERY;
            awaitRoom(end);
        }
    }

    private void awaitRoom(long end) throws InterruptedException {
        CentralogStats stats = variant.stats();
        while (stats != null && stats.bufferedBytes() > ENOUGH_BYTES && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(1);
            stats = variant.stats();
        }
    }

    /** Returns the number of events that have arrived. The peers wait for Redis in each call. */
    private long arrived() {
        CentralogStats stats = variant.stats();
        return stats == null ? logged : stats.acknowledged();
    }

    private ProducerResult produced(Measured measured) {
        CentralogStats stats = variant.stats();
        long acknowledged = stats == null ? logged : stats.acknowledged();
        long dropped = stats == null ? 0 : stats.totalDropped();
        return new ProducerResult(logged, acknowledged, dropped, measured.sustained, measured.nanos, measured.cpuNanos);
    }

    private record Measured(long sustained, long nanos, long cpuNanos) {}
}
