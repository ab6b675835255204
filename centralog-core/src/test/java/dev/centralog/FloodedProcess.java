// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A process in which many threads log from the start without a pause, and which prints the resulting counts at the
 * end.
 */
final class FloodedProcess {
    static final int THREADS = 64;
    static final int EVENTS = 10_000;

    private FloodedProcess() {}

    /** Runs the process; the argument is the address of a Redis. */
    public static void main(String[] arguments) throws InterruptedException {
        CentralogConfig config = CentralogConfig.defaults().with(Settings.REDIS, arguments[0]);
        Centralog centralog = Centralog.open(config, (severity, message, cause) -> {});
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String logger = "com.example.Worker" + i;
            threads.add(new Thread(() -> log(centralog, logger)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        long left = centralog.close(Duration.ofMinutes(1));
        CentralogStats stats = centralog.stats();
        System.out.println("logged " + stats.logged() + ", acknowledged " + stats.acknowledged() + ", dropped "
                + stats.totalDropped() + ", left " + left);
    }

    private static void log(Centralog centralog, String logger) {
        for (int i = 0; i < EVENTS; i++) {
            centralog.log(LogEvent.builder()
                    .logger(logger)
                    .level(Level.INFO)
                    .template("step {} done")
                    .message("step " + i % 100 + " done")
                    .build());
        }
    }
}
