// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.scale;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.logback.CentralogAppender;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A Logback with an appender of ours, and what a thread logs with it as time goes by. One thread logs. */
final class Producer implements AutoCloseable {
    private static final int TICKS = 20;
    private static final long TICK_MILLIS = 1000 / TICKS;
    private static final int ERROR_EVERY = 50;
    private static final int FRAMES = 40;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final LoggerContext context = new LoggerContext();
    private final CentralogAppender appender = new CentralogAppender();
    private final Fleet fleet;
    private final int[][] schedule;
    private final Logger[] loggers;
    private final String[] templates;
    private final Throwable thrown = thrown(FRAMES);
    private long calls;

    Producer(Fleet fleet, int number, CentralogConfig config) {
        this.fleet = fleet;
        schedule = schedule(fleet, number);
        loggers = new Logger[fleet.groups()];
        templates = new String[fleet.groups()];
        context.setMDCAdapter(new LogbackMDCAdapter());
        appender.setContext(context);
        appender.configure(config);
        appender.start();
        context.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(appender);
        for (int group = 0; group < fleet.groups(); group++) {
            loggers[group] = context.getLogger("com.example.shop.part" + group % 20 + ".Service" + group % 100);
            templates[group] = "step " + group + " of the order's way through the warehouse: order {} of customer {}"
                    + " was accepted and forwarded to the carrier within {} ms";
        }
    }

    /** Returns how often each group is logged in each tick of a second: at times that are drawn. */
    private static int[][] schedule(Fleet fleet, int number) {
        Random random = new Random(number);
        int[][] schedule = new int[TICKS][fleet.groups()];
        for (int group = 0; group < fleet.groups(); group++) {
            for (int i = 0; i < fleet.repeats(); i++) {
                schedule[random.nextInt(TICKS)][group]++;
            }
        }
        return schedule;
    }

    private static Throwable thrown(int depth) {
        return depth > 1 ? thrown(depth - 1) : new IllegalStateException("no such carrier");
    }

    /** Logs each group once, so that the connection is there, and Java has compiled a little. */
    void logFirst() {
        for (int group = 0; group < fleet.groups(); group++) {
            log(group);
        }
    }

    /**
     * Logs for some seconds. Blocks. The first tick is half a tick after the full second, so that none is where one window ends.
     *
     * @return the time of this thread on a core, in nanoseconds
     */
    long log(long startMillis, int seconds) throws InterruptedException {
        long before = THREADS.getCurrentThreadCpuTime();
        for (int tick = 0; tick < seconds * TICKS; tick++) {
            long wait = startMillis
                    + TICK_MILLIS / 2
                    + tick * TICK_MILLIS
                    - Clock.systemUTC().millis();
            if (wait > 0) {
                TimeUnit.MILLISECONDS.sleep(wait);
            }
            int[] times = schedule[tick % TICKS];
            for (int group = 0; group < times.length; group++) {
                for (int i = 0; i < times[group]; i++) {
                    log(group);
                }
            }
        }
        return THREADS.getCurrentThreadCpuTime() - before;
    }

    private void log(int group) {
        calls++;
        Logger logger = loggers[group];
        if (fleet.samples() > 1) {
            logger.warn(templates[group], calls, calls % 977, calls % 97);
        } else if (group % ERROR_EVERY == ERROR_EVERY - 1) {
            logger.error(templates[group], calls, calls % 977, calls % 97, thrown);
        } else {
            logger.info(templates[group], calls, calls % 977, calls % 97);
        }
    }

    /** Returns the number of log calls so far. */
    long calls() {
        return calls;
    }

    CentralogStats stats() {
        return Objects.requireNonNull(appender.stats());
    }

    /** Whether Redis has confirmed all that was logged and not dropped. */
    boolean isShipped() {
        CentralogStats stats = stats();
        return stats.acknowledged() + stats.totalDropped() == stats.logged();
    }

    @Override
    public void close() {
        context.stop();
    }
}
