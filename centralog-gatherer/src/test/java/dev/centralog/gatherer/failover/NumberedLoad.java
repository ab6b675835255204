// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.failover;

import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.GroupBy;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** An application that logs on, each event and each action under one of many numbers, and remembers how often. */
final class NumberedLoad implements AutoCloseable {
    /** Odd, so that what is lost or doubled shows in the count of a number as well as in the sum. */
    private static final int REPEATS = 7;

    private final String name;
    private final Centralog centralog;
    private final Map<String, Long> logged = new TreeMap<>();
    private final Thread thread;
    private volatile boolean pausing;
    private volatile boolean paused;
    private volatile boolean stopping;

    NumberedLoad(String name, CentralogConfig config) {
        this.name = name;
        centralog = Centralog.open(
                config.with(Settings.GROUP_BY, GroupBy.MESSAGE).with(Settings.COMMAND_TIMEOUT, Duration.ofSeconds(1)));
        thread = new Thread(this::run, name);
        thread.start();
    }

    private void run() {
        for (int i = 0; !stopping; i++) {
            String number = name + "-" + i / REPEATS;
            centralog.log(LogEvent.builder().message(number).build());
            centralog.actions().log(number, "act");
            logged.merge(number, 1L, Long::sum);
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            while (pausing && !stopping) {
                paused = true;
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            }
            paused = false;
        }
    }

    /** Logs nothing until {@link #goOn}. */
    void pause() {
        pausing = true;
        while (!paused) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    void goOn() {
        pausing = false;
    }

    Centralog centralog() {
        return centralog;
    }

    /** How often each number was logged, as an event and as an action; to be asked for after the end. */
    Map<String, Long> logged() {
        return logged;
    }

    /** Ends logging, and ships all. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
        long left = centralog.close(Duration.ofMinutes(1));
        if (left != 0) {
            throw new AssertionError(left + " left by " + name);
        }
    }
}
