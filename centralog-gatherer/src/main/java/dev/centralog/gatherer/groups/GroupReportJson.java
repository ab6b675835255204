// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.groups;

import dev.centralog.gather.GatheredSample;
import dev.centralog.gatherer.stored.FamilyInfo;
import dev.centralog.gatherer.stored.FieldValues;
import dev.centralog.gatherer.stored.FieldValues.Field;
import dev.centralog.gatherer.stored.GroupInfo;
import dev.centralog.gatherer.stored.ProcessCount;
import dev.centralog.gatherer.tail.EventJson;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import dev.centralog.gatherer.triage.TriageJson;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A writer of a report as one line of JSON, with names as in SQL. These are not changed within a major version. */
public final class GroupReportJson {
    private final Times times;
    private final EventJson events;
    private final int limit;

    /**
     * Makes a writer.
     *
     * @param events the writer of events
     * @param limit the most processes, families of a place, and values of a field
     */
    public GroupReportJson(Times times, EventJson events, int limit) {
        this.times = times;
        this.events = events;
        this.limit = limit;
    }

    /** Returns the line, ended by a line feed. */
    public String text(GroupReport report) {
        return line(report).text();
    }

    /** Returns the same, to which fields may be added. */
    public JsonLine line(GroupReport report) {
        JsonLine line = new JsonLine();
        GroupJson groups = new GroupJson(times);
        FamilyReport family = report.family();
        if (family == null) {
            groups.addIdentity(line, report.groups().get(0));
        } else {
            addIdentity(line, report, family);
        }
        groups.addCounts(line, report.slices(), report.counts());
        FieldValues values = report.values();
        line.add("repeats", report.repeats())
                .add("repeats_kept", report.kept())
                .add("repeats_of_rows", report.repeatsOfRows())
                .add(
                        "processes",
                        report.processes().stream()
                                .limit(limit)
                                .map(this::process)
                                .toList())
                .add("in_full", values.inFull())
                .add("values_of", values.read())
                .add("complete", report.isComplete())
                .add("fields", values.fields().stream().map(this::field).toList())
                .add("samples", report.samples().stream().map(this::sample).toList());
        TriageJson triage = new TriageJson(times);
        line.add("triage", triage.of(report.triage()))
                .add("triage_history", report.history().stream().map(triage::of).toList());
        events.addStack(line, report.thrown());
        return line;
    }

    private void addIdentity(JsonLine line, GroupReport report, FamilyReport family) {
        FamilyInfo info = family.info();
        line.add("family", info.id())
                .add("why", family.why())
                .add("first_seen", times.iso(report.firstSeen()))
                .add("last_seen", times.iso(report.lastSeen()))
                .add("level", info.level().name())
                .add("app", info.app())
                .add("logger", info.logger())
                .add("template", info.template())
                .add("thrown_classes", info.thrownClasses())
                .add("method", info.method())
                .add("is_place", info.isPlace())
                .add(
                        "families",
                        family.texts().stream().limit(limit).map(this::text).toList())
                .add("groups", report.groups().stream().map(GroupInfo::groupId).toList())
                .add(
                        "releases",
                        family.seen().stream()
                                .map(each -> new JsonLine()
                                        .add("release", emptyAsNone(each.release()))
                                        .add("environment", emptyAsNone(each.environment()))
                                        .add("first_seen", times.iso(each.first()))
                                        .add("last_seen", times.iso(each.last()))
                                        .fields())
                                .toList());
    }

    private Map<String, Object> text(FamilyReport.Text text) {
        return new JsonLine()
                .add("family", text.info().id())
                .add("template", text.info().template())
                .add("repeats", text.repeats())
                .fields();
    }

    private Map<String, Object> process(ProcessCount count) {
        return new JsonLine()
                .add("process", count.processId())
                .add("repeats", count.repeats())
                .add("host", emptyAsNone(count.info().host()))
                .add("release", emptyAsNone(count.info().release()))
                .add("instance", emptyAsNone(count.info().instance()))
                .add("pid", count.info().pid() == 0 ? null : count.info().pid())
                .add("first", times.iso(count.first()))
                .add("last", times.iso(count.last()))
                .fields();
    }

    private static @Nullable String emptyAsNone(String text) {
        return text.isEmpty() ? null : text;
    }

    private Map<String, Object> field(Field field) {
        return new JsonLine()
                .add("kind", field.kind().name().toLowerCase(Locale.ROOT))
                .add("name", field.name())
                .add("events", field.events())
                .add("different", field.values().size())
                .add(
                        "values",
                        field.values().stream()
                                .limit(limit)
                                .map(each -> new JsonLine()
                                        .add("value", each.text())
                                        .add("events", each.events())
                                        .fields())
                                .toList())
                .fields();
    }

    private Map<String, Object> sample(GatheredSample sample) {
        return events.sample(sample).fields();
    }
}
