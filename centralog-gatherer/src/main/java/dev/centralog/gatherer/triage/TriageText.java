// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.triage;

import dev.centralog.gatherer.text.TerminalText;
import dev.centralog.gatherer.text.Times;
import org.jspecify.annotations.Nullable;

/** Decisions as text for people, without anything that does a terminal harm. Thread-safety: immutable. */
public record TriageText(Times times) {
    /** Returns the last word on a family in one line, without a line feed. */
    public String of(FamilyTriage triage) {
        Triage decided = triage.decided();
        StringBuilder text = new StringBuilder();
        if (triage.isRegressed()) {
            FamilyTriage.Comeback first = triage.comebacks().get(0);
            text.append(FamilyTriage.REGRESSED);
            if (!first.release().isEmpty()) {
                text.append(" in ")
                        .append(TerminalText.line(first.release()))
                        .append(" since ")
                        .append(times.second(first.first()));
            }
            text.append("; was ");
        }
        text.append(decided.state().label());
        append(
                text,
                decided.inRelease(),
                decided.note(),
                " by " + TerminalText.line(decided.by()) + ", " + times.second(decided.at()));
        return text.toString();
    }

    /** Returns a decision in one line, without a line feed. */
    public String of(Decision decision) {
        StringBuilder text = new StringBuilder(times.second(decision.at()));
        text.append("  ")
                .append(TerminalText.line(decision.by()))
                .append("  ")
                .append(decision.action().label());
        append(text, decision.inRelease(), decision.note(), "");
        return text.toString();
    }

    private static void append(StringBuilder text, @Nullable String inRelease, @Nullable String note, String who) {
        if (inRelease != null) {
            text.append(" in ").append(TerminalText.line(inRelease));
        }
        text.append(who);
        if (note != null && !note.isEmpty()) {
            text.append(": ").append(TerminalText.line(note));
        }
    }
}
