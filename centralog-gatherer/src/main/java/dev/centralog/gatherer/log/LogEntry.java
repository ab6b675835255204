// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.log;

import dev.centralog.Setting;
import dev.centralog.StatusListener.Severity;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.TerminalText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the daemon's log, which is one line in each form, whatever its text is.
 *
 * @param time the time, shown in milliseconds
 * @param message the text, without passwords
 * @param code the code of the message in docs/messages.md; null if it has none
 * @param thrown the failure that it is about; null for none
 */
public record LogEntry(
        Instant time,
        Severity severity,
        String message,
        @Nullable String code,
        @Nullable Throwable thrown) {
    /** Three digits of milliseconds always, unlike {@link Instant#toString}: then lines sort by their text. */
    private static final DateTimeFormatter JSON_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Returns the line in that form, without its end. */
    public String line(LogFormat format) {
        return format == LogFormat.JSON ? json() : plain();
    }

    /** Returns plain text; a warning or an error has the code at its end. */
    private String plain() {
        String end = code == null || severity == Severity.INFO ? "" : " [" + code + "]";
        return time + String.format(" %-5s ", severity) + TerminalText.line(message) + end;
    }

    /**
     * Returns an object in ASCII: {@code time}, {@code level}, {@code code}, {@code message}, and {@code thrown} with {@code class},
     * {@code message} and {@code stack}; what is null is left out.
     */
    private String json() {
        JsonLine line = new JsonLine()
                .add("time", JSON_TIME.format(time))
                .add("level", severity)
                .add("code", code)
                .put("message", message);
        if (thrown != null) {
            line.add("thrown", json(thrown).fields());
        }
        return line.text().stripTrailing();
    }

    private static JsonLine json(Throwable thrown) {
        StringWriter stack = new StringWriter();
        thrown.printStackTrace(new PrintWriter(stack));
        String message = thrown.getMessage();
        return new JsonLine()
                .add("class", thrown.getClass().getName())
                .add("message", message == null ? null : hidden(message))
                .add("stack", hidden(stack.toString()));
    }

    /** Hides passwords line by line: a driver's exception may quote the URL. */
    private static String hidden(String text) {
        return text.lines().map(Setting::hidePassword).collect(Collectors.joining("\n"));
    }
}
