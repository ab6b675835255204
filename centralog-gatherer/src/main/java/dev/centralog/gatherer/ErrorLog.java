// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.Setting;
import dev.centralog.StatusListener;
import dev.centralog.gatherer.text.TerminalText;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The daemon's own log, on standard error with one line for each entry; it never uses the appenders that it gathers from. */
final class ErrorLog implements StatusListener {
    private final PrintWriter err;
    private final Clock clock = Clock.systemUTC();

    ErrorLog(PrintWriter err) {
        this.err = err;
    }

    void info(String message) {
        say(Severity.INFO, message, null);
    }

    /** Logs a line with an address that is there to be opened, so that the token in it is shown. */
    void address(String message) {
        print(Severity.INFO, message);
    }

    @Override
    public void say(Severity severity, String message, @Nullable Throwable cause) {
        String why = cause == null
                ? ""
                : ": " + (cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage());
        print(severity, Setting.hidePassword(message + why));
    }

    private void print(Severity severity, String text) {
        err.println(clock.instant().truncatedTo(ChronoUnit.MILLIS)
                + String.format(" %-5s ", severity)
                + TerminalText.line(text));
    }
}
