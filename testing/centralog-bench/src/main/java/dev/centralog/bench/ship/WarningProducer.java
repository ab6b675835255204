// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import dev.centralog.CentralogStats;
import dev.centralog.gatherer.SilentLogging;
import dev.centralog.testkit.RedisCli;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that warns of some things some times a second each, evenly. It resets Redis's statistics once its first seconds
 * are over.
 */
public final class WarningProducer {
    static final int GROUPS = 100;
    static final int EACH_A_SECOND = 3;
    private static final int WARM_UP_SECONDS = 3;
    private static final Duration CLI_LIMIT = Duration.ofSeconds(10);

    private final OpenVariant variant;
    private final List<String> templates = templates(GROUPS);
    private long logged;

    private WarningProducer(OpenVariant variant) {
        this.variant = variant;
    }

    /** Returns that many templates, each of a group of its own. */
    static List<String> templates(int groups) {
        List<String> templates = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            templates.add("payment of order {} was refused by bank " + i);
        }
        return templates;
    }

    /** Runs the process. The arguments are an {@link AppenderVariant}, the port of Redis, and the number of seconds. */
    public static void main(String[] arguments) throws InterruptedException {
        SilentLogging.install();
        int port = Integer.parseInt(arguments[1]);
        try (RedisCli redis = new RedisCli(port, CLI_LIMIT)) {
            OpenVariant variant = AppenderVariant.valueOf(arguments[0]).open(port);
            WarningProducer producer = new WarningProducer(variant);
            producer.log(WARM_UP_SECONDS);
            redis.call("CONFIG", "RESETSTAT");
            long before = producer.logged;
            long cpuBefore = ProducerResult.ownCpuNanos();
            long begin = System.nanoTime();
            producer.log(Integer.parseInt(arguments[2]));
            long nanos = System.nanoTime() - begin;
            long cpuNanos = ProducerResult.ownCpuNanos() - cpuBefore;
            variant.close();
            CentralogStats stats = variant.stats();
            long acknowledged = stats == null ? producer.logged : stats.acknowledged();
            long dropped = stats == null ? 0 : stats.totalDropped();
            System.out.println(new ProducerResult(
                            producer.logged, acknowledged, dropped, producer.logged - before, nanos, cpuNanos)
                    .line());
        }
    }

    private void log(int seconds) throws InterruptedException {
        long begin = System.nanoTime();
        long aSecond = (long) GROUPS * EACH_A_SECOND;
        for (long done = 0; done < aSecond * seconds; ) {
            long due = Math.min(aSecond * seconds, (long) (aSecond * ((System.nanoTime() - begin) / 1e9)));
            for (; done < due; done++) {
                logged++;
                variant.warn(templates.get((int) (done % GROUPS)), "order-" + logged);
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}
