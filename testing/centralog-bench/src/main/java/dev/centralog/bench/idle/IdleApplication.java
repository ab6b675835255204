// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.idle;

import dev.centralog.bench.application.Application;
import dev.centralog.bench.application.Framework;
import java.util.concurrent.TimeUnit;

/** An application that logs a few events, or none, prints that it is ready, and then does nothing. */
final class IdleApplication {
    static final String APPENDER = "idle";

    /** The line that it prints. */
    static final String READY = "ready";

    private IdleApplication() {}

    /**
     * Runs the application. The arguments are a {@link Framework}, or "none" for an application that uses no framework,
     * and the number of events.
     */
    public static void main(String[] arguments) throws InterruptedException {
        if (!arguments[0].equals("none")) {
            Application.Log log = Framework.valueOf(arguments[0]).application().logger(APPENDER);
            for (int event = 0; event < Integer.parseInt(arguments[1]); event++) {
                log.info("logged {}", event);
            }
        }
        System.out.println(READY);
        TimeUnit.DAYS.sleep(1);
    }
}
