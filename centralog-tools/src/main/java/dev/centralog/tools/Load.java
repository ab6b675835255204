// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import dev.centralog.gatherer.engine.GatherThreads;
import dev.centralog.tools.audit.Ledger;
import dev.centralog.tools.audit.Numbering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Logs according to a plan, on its own threads, and counts its calls. */
final class Load {
    private static final int LOGGERS = 8;
    private static final int ONE_IN_SO_MANY_WARNS = 10;

    /** The places between the counts of two threads, so that these do not share a line of a processor's cache. */
    private static final int APART = 16;

    private static final long LOOK_MILLIS = 500;

    private final LoadPlan plan;
    private final Numbering numbering;
    private final LoggingContext context;
    private final Stopwatch stopwatch = Stopwatch.start();
    private final List<EventLogger> loggers = new ArrayList<>();
    private final String[] templates;
    private final LongAdder acted = new LongAdder();

    /** The calls that each thread has made: each writes its own, so that counting them costs the calls next to nothing. */
    private final AtomicLongArray made;

    Load(LoadPlan plan, Numbering numbering, LoggingContext context) {
        this.plan = plan;
        this.numbering = numbering;
        this.context = context;
        made = new AtomicLongArray(plan.threads() * APART);
        for (int i = 0; i < LOGGERS; i++) {
            loggers.add(context.logger("com.example.load.Part" + i));
        }
        templates = new String[plan.groups()];
        for (int group = 0; group < templates.length; group++) {
            templates[group] = Numbering.template(group);
        }
    }

    /**
     * Makes all calls, and records them in the ledger if there is one. Blocks until all are made.
     *
     * @param progress is told how many calls were made, by this thread
     * @return the number of events logged
     */
    long run(@Nullable Ledger ledger, LongConsumer progress) throws InterruptedException {
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(
                plan.threads(), task -> GatherThreads.named("load-" + number.incrementAndGet(), task));
        try {
            List<Future<Long>> counts = new ArrayList<>();
            for (int thread = 0; thread < plan.threads(); thread++) {
                int own = thread;
                counts.add(threads.submit(() -> logAll(own, ledger == null ? null : ledger.writer(own))));
            }
            long logged = 0;
            for (Future<Long> count : counts) {
                logged += result(count, progress);
            }
            return logged - acted.sum();
        } catch (ExecutionException e) {
            throw new DemoException("a call of the logger has failed: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private long result(Future<Long> count, LongConsumer progress) throws InterruptedException, ExecutionException {
        while (true) {
            try {
                return count.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException ignored) {
                long sum = 0;
                for (int thread = 0; thread < plan.threads(); thread++) {
                    sum += made.get(thread * APART);
                }
                progress.accept(sum);
            }
        }
    }

    private long logAll(int thread, Ledger.@Nullable CallWriter writer) {
        long own = plan.eventsOf(thread);
        double nanosPerEvent = plan.eventsPerSecond() == 0
                ? 0
                : (double) TimeUnit.SECONDS.toNanos(1) * plan.threads() / plan.eventsPerSecond();
        for (long i = 0; i < own; i++) {
            if (nanosPerEvent > 0) {
                stopwatch.awaitNanos((long) (i * nanosPerEvent));
            }
            long number = i * plan.threads() + thread;
            if (writer == null) {
                call(number);
            } else {
                writer.call(() -> call(number));
            }
            made.lazySet(thread * APART, i + 1);
        }
        return own;
    }

    private void call(long number) {
        switch (numbering.kind(number)) {
            case REPEAT -> repeat(numbering.group(number), number);
            case DISTINCT -> loggers.get(0).log(Severity.INFO, numbering.distinctMessage(number));
            case ACTION -> {
                context.act(numbering.user(number), numbering.action(number), Numbering.VALUE);
                acted.increment();
            }
        }
    }

    private void repeat(int group, long number) {
        long told = plan.constantMessages() ? group : number;
        EventLogger logger = loggers.get(group % LOGGERS);
        if (plan.hasThrowable(group)) {
            logger.log(Severity.ERROR, templates[group], told, told % 1000, told % 97, failure(told));
        } else {
            Severity severity = group % ONE_IN_SO_MANY_WARNS == 0 ? Severity.WARN : Severity.INFO;
            logger.log(severity, templates[group], told, told % 1000, told % 97);
        }
    }

    /** Returns the number of actions counted. */
    long acted() {
        return acted.sum();
    }

    /** Returns the time since the creation of this load. */
    Duration elapsed() {
        return stopwatch.elapsed();
    }

    private static Throwable failure(long number) {
        return new IllegalStateException(
                "order " + number + " was not charged", new IllegalArgumentException("no card for " + number));
    }
}
