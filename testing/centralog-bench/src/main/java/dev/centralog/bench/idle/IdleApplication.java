// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.idle;

import dev.centralog.bench.application.Application;
import dev.centralog.bench.application.Framework;
import java.util.concurrent.TimeUnit;

/** An application that logs a few events, or none, says so, and does nothing from then on. */
final class IdleApplication {
    static final String APPENDER = "idle";

    /** What it says. */
    static final String READY = "ready";

    private IdleApplication() {}

    /** The arguments are a {@link Framework}, or "none" for an application that logs by no framework; and how many events. */
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
