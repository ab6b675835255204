// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * A process that opens a producer, prints that it did, logs one event or none, and waits for a thread of the Redis client,
 * long before the event is to be shipped.
 */
final class OpenedProcess {
    static final String OPENED = "opened it";

    /** The beginning of the line with the milliseconds from the opening to the first thread of the client. */
    static final String CONNECTS_AFTER = "connects after ";

    private OpenedProcess() {}

    /** Runs the process; the arguments are an address, with or without a Redis behind it, and any text to log nothing. */
    public static void main(String[] arguments) {
        CentralogConfig config = CentralogConfig.defaults()
                .with(Settings.REDIS, arguments[0])
                .with(Settings.FLUSH_INTERVAL, Duration.ofSeconds(10));
        try (Centralog centralog = Centralog.open(config, (severity, message, cause) -> {})) {
            if (Centralog.isOwn("a.Logger", "main")) { // as adapters ask on threads that log
                throw new IllegalStateException();
            }
            System.out.println(OPENED);
            long openedNanos = System.nanoTime();
            if (arguments.length == 1) {
                centralog.log(
                        LogEvent.builder().level(Level.INFO).message("first").build());
            }
            Awaitility.await("the Redis client")
                    .atMost(Duration.ofSeconds(50))
                    .until(() -> Thread.getAllStackTraces().keySet().stream()
                            .anyMatch(thread -> thread.getName().startsWith("centralog-lettuce")));
            System.out.println(CONNECTS_AFTER
                    + Duration.ofNanos(System.nanoTime() - openedNanos).toMillis());
            centralog.close(Duration.ZERO);
        }
    }
}
