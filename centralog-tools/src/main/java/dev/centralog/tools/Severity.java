// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import java.util.Locale;
import java.util.Optional;

/** The levels that both frameworks have, and FATAL, which becomes ERROR in a framework without it. */
enum Severity {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL;

    /** Returns the level that a name in a log file means, in upper or lower case; empty if the name is unknown. */
    static Optional<Severity> of(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "TRACE", "V", "VERBOSE", "FINEST", "FINER" -> Optional.of(TRACE);
            case "DEBUG", "D", "FINE" -> Optional.of(DEBUG);
            case "INFO", "I", "NOTICE", "CONFIG" -> Optional.of(INFO);
            case "WARN", "W", "WARNING" -> Optional.of(WARN);
            case "ERROR", "E", "SEVERE", "FAILURE" -> Optional.of(ERROR);
            case "FATAL", "F", "CRITICAL", "CRIT", "ALERT", "EMERG" -> Optional.of(FATAL);
            default -> Optional.empty();
        };
    }
}
