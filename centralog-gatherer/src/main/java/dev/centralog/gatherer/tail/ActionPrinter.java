// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.tail;

import dev.centralog.ActionTotals;
import dev.centralog.gatherer.stored.StoredAction;
import dev.centralog.gatherer.stored.TopAction;
import dev.centralog.gatherer.text.Colours;
import dev.centralog.gatherer.text.TerminalText;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A printer of counted actions as lines of text; times are UTC. */
public final class ActionPrinter {
    private final Colours colours;

    /** Makes a printer, with or without colours. */
    public ActionPrinter(boolean coloured) {
        colours = new Colours(coloured);
    }

    /** Returns the line of one user and action in a slice, ended by a line feed. */
    public String text(StoredAction stored) {
        return text(stored, "");
    }

    /** Returns the same line, marked as one of a slice that is still open. */
    public String openText(StoredAction open) {
        return text(open, colours.colour("\u001b[33m", " (open)"));
    }

    private String text(StoredAction action, String mark) {
        return colours.dim(time(action.sliceStart()) + " +" + length(action.sliceLength()))
                + mark
                + pair(action.user(), action.action())
                + count(action.count())
                + totals(action.totals())
                + flag(action.flag())
                + '\n';
    }

    /** Returns the line of one user and action over many slices, ended by a line feed. */
    public String text(TopAction top) {
        String slices = time(top.firstSlice())
                + (top.firstSlice().equals(top.lastSlice()) ? "" : " … " + time(top.lastSlice()));
        return colours.dim(slices) + pair(top.user(), top.action()) + count(top.count()) + '\n';
    }

    private String pair(String user, String action) {
        return "  " + TerminalText.line(user) + "  " + colours.colour("\u001b[36m", TerminalText.line(action));
    }

    private String count(long count) {
        return "  " + colours.bold("×" + count);
    }

    private static String totals(ActionTotals totals) {
        StringBuilder text = new StringBuilder();
        if (totals.values() > 0) {
            text.append("  sum ").append(number(totals.sum()));
            text.append(" min ").append(number(totals.min()));
            text.append(" max ").append(number(totals.max()));
        }
        if (totals.rejected() > 0) {
            text.append("  values rejected ").append(totals.rejected());
        }
        if (!totals.samples().isEmpty()) {
            text.append(totals.samples().stream()
                    .map(each -> '"' + TerminalText.line(each) + '"')
                    .collect(Collectors.joining(", ", "  ", "")));
        }
        return text.toString();
    }

    private static String number(@Nullable BigDecimal number) {
        return number == null ? "?" : number.toPlainString();
    }

    private static String flag(String flag) {
        return switch (flag) {
            case "" -> "";
            case "overflow" -> "  (users and actions beyond the limit)";
            default -> "  (counted; its totals are among the dead letters: " + TerminalText.line(flag) + ")";
        };
    }

    private static String time(Instant start) {
        return start.toString().replace('T', ' ');
    }

    private static String length(Duration length) {
        long seconds = length.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
