// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import org.jspecify.annotations.Nullable;

/**
 * Where Centralog says what it has to say about itself: Log4j2's StatusLogger, Logback's StatusManager, or standard
 * error. Never the log itself. Calls are already limited in rate: of each kind of trouble the first three, then at most
 * one in five minutes.
 *
 * <p>A warning or an error is for people: events may be lost, or are. Both appenders see to it that it is seen once, whatever
 * the framework shows by default.
 *
 * <p>Thread-safety: called by any thread; must be thread-safe and must not throw.
 */
@FunctionalInterface
public interface StatusListener {
    /** How much a message matters. */
    enum Severity {
        INFO,
        WARN,
        ERROR
    }

    /** Takes one message; the cause may be null. */
    void say(Severity severity, String message, @Nullable Throwable cause);

    /** Prints to standard error, one line a message, the cause's message behind it. */
    static StatusListener standardError() {
        return (severity, message, cause) ->
                System.err.println("centralog " + severity + ": " + message + (cause == null ? "" : ": " + cause));
    }
}
