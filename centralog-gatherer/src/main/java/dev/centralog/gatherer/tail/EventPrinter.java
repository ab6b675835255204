// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.tail;

import dev.centralog.LogEvent;
import dev.centralog.Thrown;
import dev.centralog.gatherer.stored.StoredEvent;
import dev.centralog.gatherer.text.Colours;
import dev.centralog.gatherer.text.StackTraceText;
import dev.centralog.gatherer.text.TerminalText;
import dev.centralog.gatherer.text.Times;
import org.jspecify.annotations.Nullable;

/** A printer of stored events: a line of text with the repeats, and the stack trace below. */
public final class EventPrinter {
    private final Colours colours;
    private final Times times;
    private final boolean hasStacks;

    /** Makes a printer of times in UTC and stack traces. */
    public EventPrinter(boolean coloured) {
        this(new Colours(coloured), Times.UTC, true);
    }

    /**
     * Makes a printer.
     *
     * @param hasStacks whether stack traces are below the lines
     */
    public EventPrinter(Colours colours, Times times, boolean hasStacks) {
        this.colours = colours;
        this.times = times;
        this.hasStacks = hasStacks;
    }

    /** Returns the text of a row whose events all have the same message, ended by a line feed. */
    public String text(StoredEvent stored) {
        return text(stored, stored.event().message());
    }

    /** Returns the text of a row whose events differ, with what they have in common in place of the first one's message. */
    public String textOfSeveral(StoredEvent stored) {
        return text(stored, stored.event().template());
    }

    private String text(StoredEvent stored, @Nullable String message) {
        LogEvent event = stored.event();
        StringBuilder text = new StringBuilder(160);
        text.append(colours.dim(times.milli(event.time()))).append(' ');
        String level = TerminalText.line(event.level().name());
        text.append(colours.colour(Colours.ofSeverity(event.level().severity()), String.format("%-5s", level)))
                .append(' ');
        String app = TerminalText.line(event.origin().app());
        String thread = event.thread().name();
        text.append(app.isEmpty() ? "" : app + " ");
        text.append(thread == null ? "" : "[" + TerminalText.line(thread) + "] ");
        text.append(colours.colour("\u001b[36m", TerminalText.line(event.logger() == null ? "-" : event.logger())));
        text.append(": ").append(TerminalText.lines(message(stored.flag(), message)));
        if (stored.repeats() != 1) {
            text.append(colours.bold(" ×" + stored.repeats()));
        }
        text.append('\n');
        Thrown thrown = event.thrown();
        if (thrown != null && hasStacks) {
            text.append(StackTraceText.of(thrown));
        }
        return text.toString();
    }

    /** Returns what an event says, or why that is not known, by the flag of its row or group. */
    public static String message(String flag, @Nullable String message) {
        String shown = String.valueOf(message);
        return switch (flag) {
            case "", "otherTime" -> shown;
            case "varying" -> shown + " (one of several texts)";
            case "overflow" -> "(events of groups beyond the limit)";
            case "noPayload" -> "(counted; its event did not arrive)";
            default -> "(counted; its event is among the dead letters: " + flag + ")";
        };
    }
}
