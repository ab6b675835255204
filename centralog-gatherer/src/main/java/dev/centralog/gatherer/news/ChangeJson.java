// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.news;

import dev.centralog.gatherer.change.Gone;
import dev.centralog.gatherer.change.Louder;
import dev.centralog.gatherer.stored.Change;
import dev.centralog.gatherer.stored.ChangeQuery;
import dev.centralog.gatherer.stored.FamilyDetails;
import dev.centralog.gatherer.stored.FamilyInfo;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import dev.centralog.gatherer.triage.TriageJson;

/** Lines of JSON, one for each family that has changed. Thread-safety: immutable. */
public record ChangeJson(Times times) {
    /** Returns the line of a change, ended by a line feed. */
    public String text(ChangeQuery query, Change change, FamilyDetails details) {
        return line(query, change, details).text();
    }

    /** Returns the same, to which fields may be added. */
    public JsonLine line(ChangeQuery query, Change change, FamilyDetails details) {
        FamilyInfo family = change.family().info();
        ChangeQuery.Release release = query.release();
        JsonLine line = new JsonLine()
                .add("change", change.kind().label())
                .add("family", family.id())
                .add("is_place", family.isPlace())
                .add("texts", change.family().texts())
                .add("app", family.app())
                .add("environment", query.filter().environment())
                .add("release", release == null ? null : release.present().release())
                .add("level", family.level().name())
                .add("logger", family.logger())
                .add("template", family.template())
                .add("thrown_classes", family.thrownClasses())
                .add("method", family.method())
                .add("repeats", details.repeats())
                .add("first_seen", times.iso(change.family().firstSeen()))
                .add("last_seen", times.iso(details.lastSeen()))
                .add("hosts", details.hosts())
                .add("releases", details.releases())
                .add("example", details.example())
                .add("trace_ids", details.traceIds())
                .add("triage", new TriageJson(times).of(change.triage()));
        Louder louder = change.louder();
        if (louder != null) {
            line.add("per_process_hour", louder.rates().present())
                    .add("mean", louder.rates().mean())
                    .add("highest", louder.rates().highest())
                    .add("periods", louder.rates().periods());
            louder.chance().ifPresent(chance -> line.add("chance", chance));
        }
        Gone gone = change.gone();
        if (gone != null) {
            line.add("seen", gone.seen()).add("periods", gone.periods());
            gone.chance().ifPresent(chance -> line.add("chance", chance));
        }
        return line;
    }
}
