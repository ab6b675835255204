// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.ProcessInfo;
import dev.centralog.internal.process.OwnProcess;
import dev.centralog.internal.process.Surroundings;
import dev.centralog.internal.redis.read.Presences;
import dev.centralog.internal.status.Version;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A thread that says in Redis every {@value #EVERY_SECONDS} s that this gatherer runs, and at its end that it does not any more, so
 * that people see who gathers. Nothing is decided by it.
 *
 * <p>Thread-safety: {@link #start} once.
 */
final class PresenceLoop {
    static final int EVERY_SECONDS = 10;

    private final CentralogConfig config;
    private final String id = UUID.randomUUID().toString();

    PresenceLoop(CentralogConfig config) {
        this.config = config;
    }

    /** Starts the thread, which ends when the gatherer must stop. */
    Thread start(CountDownLatch stop) {
        Thread thread = GatherThreads.named("centralog-gatherer-presence", () -> run(stop));
        thread.start();
        return thread;
    }

    private void run(CountDownLatch stop) {
        ProcessInfo own =
                OwnProcess.find(CentralogConfig.defaults(), (severity, message, cause) -> {}, Surroundings.ofJvm());
        try (Presences redis = new Presences(config)) {
            do {
                quietly(() ->
                        redis.say(id, own.host(), own.pid(), Version.current().number()));
            } while (!stop.await(EVERY_SECONDS, TimeUnit.SECONDS));
            quietly(redis::leave);
        } catch (InterruptedException interrupted) { // never happens: no other code interrupts this thread
            Thread.currentThread().interrupt();
        }
    }

    private static void quietly(Runnable call) {
        try {
            call.run();
        } catch (CentralogException ignored) {
            // The gathering loops report that Redis is unavailable.
        }
    }
}
