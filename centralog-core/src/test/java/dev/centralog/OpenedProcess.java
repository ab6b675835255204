// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.time.Duration;

/** A process that opens a producer, says so, logs one event and says so. */
final class OpenedProcess {
    static final String OPENED = "opened it";
    static final String LOGGED = "logged one";

    private OpenedProcess() {}

    /** The argument is the address of a Redis, or of none. */
    public static void main(String[] arguments) {
        CentralogConfig config = CentralogConfig.defaults().with(Settings.REDIS, arguments[0]);
        try (Centralog centralog = Centralog.open(config, (severity, message, cause) -> {})) {
            System.out.println(OPENED);
            centralog.log(LogEvent.builder().level(Level.INFO).message("first").build());
            System.out.println(LOGGED);
            centralog.close(Duration.ZERO);
        }
    }
}
