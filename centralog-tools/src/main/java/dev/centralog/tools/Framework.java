// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import dev.centralog.CentralogConfig;
import java.io.PrintWriter;

/** A logging framework, by the name that options have for it. */
enum Framework {
    log4j2 {
        @Override
        LoggingContext start(CentralogConfig config, PrintWriter err) {
            return Log4j2Context.start(config);
        }
    },
    logback {
        @Override
        LoggingContext start(CentralogConfig config, PrintWriter err) {
            return LogbackContext.start(config, err);
        }
    };

    /** Starts a context; its troubles go to {@code err}, or where the framework itself says them. */
    abstract LoggingContext start(CentralogConfig config, PrintWriter err);
}
