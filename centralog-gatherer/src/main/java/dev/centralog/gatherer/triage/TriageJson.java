// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.triage;

import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decisions as objects of JSON, whose fields are all there. Thread-safety: immutable. */
public record TriageJson(Times times) {
    /** Returns the object of the last word on a family; null if nothing was decided. */
    public @Nullable Map<String, @Nullable Object> of(@Nullable FamilyTriage triage) {
        return triage == null ? null : line(triage).fields();
    }

    /** Returns the same as a line, to which fields may be added. */
    public JsonLine line(FamilyTriage triage) {
        Triage decided = triage.decided();
        FamilyTriage.Comeback first = triage.isRegressed() ? triage.comebacks().get(0) : null;
        // When it came back is not known of an application without releases: its events of before are there, too.
        FamilyTriage.Comeback inRelease = first == null || first.release().isEmpty() ? null : first;
        return new JsonLine()
                .put("state", decided.state().label())
                .put("in_release", decided.inRelease())
                .put("note", decided.note())
                .put("by", decided.by())
                .put("at", times.iso(decided.at()))
                .put("regressed", triage.isRegressed())
                .put("regressed_in", inRelease == null ? null : inRelease.release())
                .put("regressed_since", inRelease == null ? null : times.iso(inRelease.first()));
    }

    /** Returns the object of a decision. */
    public Map<String, @Nullable Object> of(Decision decision) {
        return new JsonLine()
                .put("action", decision.action().label())
                .put("in_release", decision.inRelease())
                .put("note", decision.note())
                .put("by", decision.by())
                .put("at", times.iso(decision.at()))
                .fields();
    }
}
