// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.GroupBy;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.gatherer.SilentLogging;
import dev.centralog.testkit.RedisCli;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A process that logs one event again and again, evenly: every millisecond as many as are due. It resets Redis's
 * statistics once it is connected and its first windows are over.
 */
public final class RepeatProducer {
    private static final Duration CLOSE_LIMIT = Duration.ofMinutes(1);
    private static final Duration CLI_LIMIT = Duration.ofSeconds(10);

    private RepeatProducer() {}

    /** Runs the process. The arguments are the port of Redis, the number of repeats, and the milliseconds for them. */
    public static void main(String[] arguments) throws InterruptedException {
        SilentLogging.install();
        int port = Integer.parseInt(arguments[0]);
        CentralogConfig config = CentralogConfig.defaults()
                .with(Settings.REDIS, "redis://127.0.0.1:" + port)
                .with(Settings.GROUP_BY, GroupBy.TEMPLATE);
        try (Centralog centralog = Centralog.open(config);
                RedisCli redis = new RedisCli(port, CLI_LIMIT)) {
            connect(centralog);
            redis.call("CONFIG", "RESETSTAT");
            long cpuBefore = ProducerResult.ownCpuNanos();
            long begin = System.nanoTime();
            log(centralog, Long.parseLong(arguments[1]), Long.parseLong(arguments[2]));
            long nanos = System.nanoTime() - begin;
            long cpuNanos = ProducerResult.ownCpuNanos() - cpuBefore;
            centralog.close(CLOSE_LIMIT);
            CentralogStats stats = centralog.stats();
            long arrived = stats.acknowledged();
            System.out.println(
                    new ProducerResult(stats.logged(), arrived, stats.totalDropped(), arrived, nanos, cpuNanos).line());
        }
    }

    /** Logs an event that does not come again and is alone in its second, so that nothing of it is sent later. */
    private static void connect(Centralog centralog) throws InterruptedException {
        centralog.log(LogEvent.builder().message("first").build());
        while (centralog.stats().waiting() > 0) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        TimeUnit.SECONDS.sleep(1);
    }

    private static void log(Centralog centralog, long repeats, long millis) throws InterruptedException {
        long begin = System.nanoTime();
        long allNanos = TimeUnit.MILLISECONDS.toNanos(millis);
        for (long logged = 0; logged < repeats; ) {
            long due = Math.min(repeats, (long) ((double) repeats * (System.nanoTime() - begin) / allNanos));
            LogEvent event = LogEvent.builder()
                    .logger(AppenderVariant.LOGGER)
                    .message("late again")
                    .build();
            for (; logged < due; logged++) {
                centralog.log(event);
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}
