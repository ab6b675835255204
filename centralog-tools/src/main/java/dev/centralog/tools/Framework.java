// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import dev.centralog.CentralogConfig;
import java.io.PrintWriter;

/** A logging framework, under the name that the options use. */
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

    /** Starts a context. Its problems are reported to {@code err}, or wherever the framework itself reports them. */
    abstract LoggingContext start(CentralogConfig config, PrintWriter err);
}
