// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.ConfigException;
import dev.centralog.Setting;
import dev.centralog.StatusListener;
import dev.centralog.gatherer.log.LogEntry;
import dev.centralog.gatherer.log.LogFormat;
import dev.centralog.gatherer.log.Messages;
import dev.centralog.gatherer.log.StandardError;
import dev.centralog.gatherer.text.TerminalText;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The daemon's own log, on standard error with one line for each entry; it never uses the appenders that it gathers from. The
 * code at the end of a warning or an error, or in a field of JSON, is that of docs/messages.md.
 *
 * <p>Thread-safety: any thread.
 */
final class ErrorLog implements StatusListener {
    private final PrintWriter err;
    private final Clock clock = Clock.systemUTC();
    private volatile LogFormat format;

    ErrorLog(PrintWriter err) {
        this(err, LogFormat.PLAIN);
    }

    ErrorLog(PrintWriter err, LogFormat format) {
        this.err = err;
        this.format = format;
    }

    /** Writes all further entries in that form. */
    void switchTo(LogFormat next) {
        format = next;
    }

    boolean isJson() {
        return format == LogFormat.JSON;
    }

    void info(String message) {
        say(Severity.INFO, message, null);
    }

    /** Logs a line with an address that is there to be opened, so that the token in it is shown. */
    void address(String message) {
        print(Severity.INFO, message, Messages.codeOf(message), null);
    }

    @Override
    public void say(Severity severity, String message, @Nullable Throwable cause) {
        String why = cause == null
                ? ""
                : ": " + (cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage());
        print(severity, Setting.hidePassword(message + why), Messages.codeOf(message), cause);
    }

    /** Logs a fault of the settings, or of a server at the start; a plain one is there to be read by whoever has started it. */
    void fault(String message) {
        if (isJson()) {
            say(Severity.ERROR, message, null);
        } else {
            err.println(TerminalText.line(message));
        }
    }

    /** Logs what has made the daemon end. */
    void end(Throwable wrong) {
        if (ExitCode.of(wrong) == ExitCode.INTERNAL) {
            say(Severity.ERROR, "the gatherer has ended because of an error", wrong);
        } else if (wrong instanceof ConfigException config) {
            config.faults().forEach(this::fault);
        } else {
            fault(Objects.requireNonNullElse(wrong.getMessage(), wrong.toString()));
        }
    }

    /** Makes this log all there is on standard error, until it is closed; plain lines of others stay as they are. */
    StandardError captureOthers() {
        return StandardError.capture(
                line -> {
                    if (isJson()) {
                        print(Severity.WARN, Setting.hidePassword(line), null, null);
                    } else {
                        err.println(line);
                    }
                },
                (thread, wrong) -> {
                    say(Severity.ERROR, "the thread '" + thread.getName() + "' has ended because of an error", wrong);
                    if (!isJson()) {
                        CommandFaults.printStackTrace(wrong, err);
                    }
                });
    }

    private void print(Severity severity, String text, @Nullable String code, @Nullable Throwable thrown) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        err.println(new LogEntry(now, severity, text, code, thrown).line(format));
    }
}
