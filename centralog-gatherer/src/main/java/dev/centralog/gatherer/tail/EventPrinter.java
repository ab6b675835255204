// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.tail;

import dev.centralog.LogEvent;
import dev.centralog.Thrown;
import dev.centralog.gatherer.stored.StoredEvent;
import dev.centralog.gatherer.text.StackTraceText;
import dev.centralog.gatherer.text.TerminalText;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A printer of stored events: a line of text with the repeats, and the stack trace below. */
public final class EventPrinter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Colours colours;

    /** Makes a printer, with or without colours. */
    public EventPrinter(boolean coloured) {
        colours = new Colours(coloured);
    }

    /** Returns the event's text, ended by a line feed; times are UTC. */
    public String text(StoredEvent stored) {
        LogEvent event = stored.event();
        StringBuilder text = new StringBuilder(160);
        text.append(colours.dim(TIME.format(event.time()) + "Z")).append(' ');
        String level = TerminalText.line(event.level().name());
        text.append(colours.colour(colour(event.level().severity()), String.format("%-5s", level)))
                .append(' ');
        String app = TerminalText.line(event.origin().app());
        String thread = event.thread().name();
        text.append(app.isEmpty() ? "" : app + " ");
        text.append(thread == null ? "" : "[" + TerminalText.line(thread) + "] ");
        text.append(colours.colour("\u001b[36m", TerminalText.line(event.logger() == null ? "-" : event.logger())));
        text.append(": ").append(message(stored));
        if (stored.repeats() != 1) {
            text.append(colours.colour("\u001b[1m", " ×" + stored.repeats()));
        }
        text.append('\n');
        Thrown thrown = event.thrown();
        if (thrown != null) {
            text.append(StackTraceText.of(thrown));
        }
        return text.toString();
    }

    private static String message(StoredEvent stored) {
        String message = stored.event().message();
        String shown = message == null ? "null" : TerminalText.lines(message);
        return switch (stored.flag()) {
            case "", "otherTime" -> shown;
            case "varying" -> shown + " (one of several texts)";
            case "overflow" -> "(events of groups beyond the limit)";
            case "noPayload" -> "(counted; its event did not arrive)";
            default -> "(counted; its event is among the dead letters: " + TerminalText.line(stored.flag()) + ")";
        };
    }

    private static String colour(int severity) {
        if (severity >= 17) {
            return "\u001b[31m";
        }
        return severity >= 13 ? "\u001b[33m" : severity >= 9 ? "\u001b[32m" : "\u001b[2m";
    }
}
