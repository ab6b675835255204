// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gatherer.stored.ChangeReport;
import java.util.ArrayList;
import java.util.List;

/**
 * The decision whether a pipeline goes on. It does so only if nothing that is known forbids it and nothing is missing.
 *
 * <p>Thread-safety: none.
 */
final class Gate {
    /** The exit code if a condition is met. */
    private static final int FAILED = 1;

    private final List<FailOn> conditions;
    private final boolean isAsked;
    private final List<String> reasons = new ArrayList<>();
    private boolean isFailed;
    private boolean hasLooked;

    /**
     * Makes one.
     *
     * @param conditions the conditions on which the pipeline is to fail
     * @param isAsked whether a decision is asked for, and not only what has changed
     */
    Gate(List<FailOn> conditions, boolean isAsked) {
        this.conditions = List.copyOf(conditions);
        this.isAsked = isAsked;
    }

    /** Adds reasons why it can't be told what has changed. */
    void addReasons(List<String> more) {
        reasons.addAll(more);
    }

    /** Adds what has changed in a period. */
    void add(ChangeReport report) {
        hasLooked = true;
        isFailed |=
                report.changes().stream().anyMatch(change -> conditions.stream().anyMatch(each -> each.isMet(change)));
        reasons.addAll(report.missing().reasons());
    }

    /** Returns the lines for standard error: that it has failed, why it can't be told, or what is missing. */
    List<String> lines() {
        String start = isFailed || (hasLooked && !isAsked) ? "note: " : "can't tell: ";
        List<String> lines = new ArrayList<>();
        if (isFailed) {
            lines.add("failed: --fail-on is met by what is shown, or hidden by --limit");
        }
        reasons.stream().distinct().map(each -> start + each).forEach(lines::add);
        return lines;
    }

    /** Returns the exit code. */
    int exitCode() {
        if (isFailed) {
            return FAILED;
        }
        boolean canTell = hasLooked && (!isAsked || reasons.isEmpty());
        return (canTell ? ExitCode.OK : ExitCode.NOT_FINISHED).number();
    }
}
