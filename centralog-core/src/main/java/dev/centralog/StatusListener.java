// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import org.jspecify.annotations.Nullable;

/**
 * A receiver of Centralog's messages about itself: Log4j2's StatusLogger, Logback's StatusManager, or standard error,
 * but never the log itself. The rate of calls is already limited: the first three messages of each kind of trouble,
 * then at most one in five minutes.
 *
 * <p>Warnings and errors are for people: events are lost, or may be. Both appenders make sure that each is shown
 * once, whatever the framework shows by default.
 *
 * <p>Thread-safety: called by any thread; must be thread-safe and must not throw.
 */
@FunctionalInterface
public interface StatusListener {
    /** The importance of a message. */
    enum Severity {
        INFO,
        WARN,
        ERROR
    }

    /** Receives one message; the cause may be null. */
    void say(Severity severity, String message, @Nullable Throwable cause);

    /** Returns a listener that prints to standard error, one line per message, followed by the cause's message. */
    static StatusListener standardError() {
        return (severity, message, cause) ->
                System.err.println("centralog " + severity + ": " + message + (cause == null ? "" : ": " + cause));
    }
}
