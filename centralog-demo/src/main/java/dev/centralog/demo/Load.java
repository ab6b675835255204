// SPDX-License-Identifier: Apache-2.0
package dev.centralog.demo;

import dev.centralog.gatherer.engine.GatherThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Logs what a plan says, on threads of its own, and counts its calls. */
final class Load {
    private static final int LOGGERS = 8;
    private static final int ONE_IN_SO_MANY_WARNS = 10;

    private final LoadPlan plan;
    private final Stopwatch stopwatch;
    private final List<EventLogger> loggers = new ArrayList<>();
    private final String[] templates;

    Load(LoadPlan plan, Framework framework, Stopwatch stopwatch) {
        this.plan = plan;
        this.stopwatch = stopwatch;
        for (int i = 0; i < LOGGERS; i++) {
            loggers.add(framework.logger("com.example.load.Part" + i));
        }
        templates = new String[plan.groups()];
        for (int group = 0; group < templates.length; group++) {
            templates[group] = "step " + group + ": order {} of customer {} took {} ms";
        }
    }

    /** Logs everything; blocks until it has, and gives how many calls of a logger have returned. */
    long run() throws InterruptedException {
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(
                plan.threads(), task -> GatherThreads.named("load-" + number.incrementAndGet(), task));
        try {
            List<Future<Long>> counts = new ArrayList<>();
            for (int thread = 0; thread < plan.threads(); thread++) {
                int own = thread;
                counts.add(threads.submit(() -> logAll(own)));
            }
            long logged = 0;
            for (Future<Long> count : counts) {
                logged += count.get();
            }
            return logged;
        } catch (ExecutionException wrong) {
            throw new DemoException("a call of the logger has failed: " + wrong.getCause(), wrong);
        } finally {
            threads.shutdownNow();
        }
    }

    private long logAll(int thread) {
        long own = plan.eventsOf(thread);
        double nanosPerEvent = plan.eventsPerSecond() == 0
                ? 0
                : (double) TimeUnit.SECONDS.toNanos(1) * plan.threads() / plan.eventsPerSecond();
        for (long i = 0; i < own; i++) {
            if (nanosPerEvent > 0) {
                stopwatch.awaitNanos((long) (i * nanosPerEvent));
            }
            log(i * plan.threads() + thread);
        }
        return own;
    }

    private void log(long event) {
        int group = (int) (event % plan.groups());
        long told = plan.constantMessages() ? group : event;
        EventLogger logger = loggers.get(group % LOGGERS);
        if (plan.hasThrowable(group)) {
            logger.log(Severity.ERROR, templates[group], told, told % 1000, told % 97, failure(told));
        } else {
            Severity severity = group % ONE_IN_SO_MANY_WARNS == 0 ? Severity.WARN : Severity.INFO;
            logger.log(severity, templates[group], told, told % 1000, told % 97);
        }
    }

    private static Throwable failure(long number) {
        return new IllegalStateException(
                "order " + number + " was not charged", new IllegalArgumentException("no card for " + number));
    }
}
