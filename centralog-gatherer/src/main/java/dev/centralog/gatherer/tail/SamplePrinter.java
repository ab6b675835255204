// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.tail;

import dev.centralog.LogEvent;
import dev.centralog.Thrown;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gatherer.text.Colours;
import dev.centralog.gatherer.text.TerminalText;
import dev.centralog.gatherer.text.Times;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A printer of the events of a row that are stored in full: below the row, one line each with what is the event's own. */
public final class SamplePrinter {
    private final Colours colours;
    private final Times times;

    /** Makes a printer. */
    public SamplePrinter(Colours colours, Times times) {
        this.colours = colours;
        this.times = times;
    }

    /**
     * Returns the lines, each ended by a line feed. Of the arguments only those are shown that differ from the
     * first event's, by their place from 0.
     *
     * @param first the event in the row
     * @param isFirstCounted whether it is one of those that the row counts; else it has no line
     */
    public String text(LogEvent first, boolean isFirstCounted, List<GatheredSample> samples) {
        StringBuilder text = new StringBuilder();
        if (isFirstCounted) {
            append(text, first, first);
        }
        samples.forEach(each -> append(text, each.event(), first));
        return text.toString();
    }

    private void append(StringBuilder text, LogEvent event, LogEvent first) {
        text.append("    ").append(colours.dim(times.microOfDay(event.time()))).append(' ');
        String thread = event.thread().name();
        text.append(thread == null ? "" : "[" + TerminalText.line(thread) + "] ");
        text.append(TerminalText.line(String.valueOf(event.message())));
        append(text, "thrown", thrown(event, first));
        append(text, "arguments", differing(event.arguments(), first.arguments()));
        append(text, "mdc", event.mdc());
        text.append('\n');
    }

    private void append(StringBuilder text, String what, Map<String, ?> entries) {
        if (!entries.isEmpty()) {
            String all = entries.entrySet().stream()
                    .map(each -> each.getKey() + "=" + each.getValue())
                    .collect(Collectors.joining(", ", " " + what + " {", "}"));
            text.append(colours.dim(TerminalText.line(all)));
        }
    }

    private static Map<String, ?> differing(
            List<? extends @Nullable Object> arguments, List<? extends @Nullable Object> first) {
        Map<String, @Nullable Object> differing = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (i >= first.size() || !Objects.equals(arguments.get(i), first.get(i))) {
                differing.put(String.valueOf(i), arguments.get(i));
            }
        }
        return differing;
    }

    /** Returns the messages of the throwable and its causes that differ from the first event's, by their class. */
    private static Map<String, ?> thrown(LogEvent event, LogEvent first) {
        Map<String, @Nullable Object> differing = new LinkedHashMap<>();
        Thrown of = first.thrown();
        for (Thrown each = event.thrown(); each != null; each = each.cause()) {
            if (of == null || !Objects.equals(each.message(), of.message())) {
                differing.put(each.className(), each.message());
            }
            of = of == null ? null : of.cause();
        }
        return differing;
    }
}
