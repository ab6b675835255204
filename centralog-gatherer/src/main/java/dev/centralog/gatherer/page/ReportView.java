// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.gatherer.groups.GroupReport;
import dev.centralog.gatherer.groups.GroupReportJson;
import dev.centralog.gatherer.sink.CappedSum;
import dev.centralog.gatherer.stored.FamilyInfo;
import dev.centralog.gatherer.stored.GroupInfo;
import dev.centralog.gatherer.stored.ProcessCount;
import dev.centralog.gatherer.stored.StoredGroups;
import dev.centralog.gatherer.stored.StoredReader;
import dev.centralog.gatherer.stored.TimeRange;
import dev.centralog.gatherer.tail.EventJson;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import dev.centralog.gatherer.triage.TriageJson;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The views {@code family/ID} and {@code group/ID}: all that is stored of one. */
final class ReportView implements View {
    /** The time after which rows are no longer read, so that the page is not kept waiting. */
    static final Duration COUNTING = Duration.ofMillis(100);

    private static final Duration DAY = Duration.ofDays(1);
    private static final int USUAL = 20;
    private static final int MOST = 500;
    private static final int USUAL_SAMPLES = 10;
    private static final int MOST_SAMPLES = 100;

    private final String id;
    private final boolean isFamily;

    private ReportView(String id, boolean isFamily) {
        this.id = id;
        this.isFamily = isFamily;
    }

    static View ofFamily(String id) {
        return new ReportView(id, true);
    }

    static View ofGroup(String id) {
        return new ReportView(id, false);
    }

    private record Asked(TimeRange range, Instant now, int limit, int samples) {}

    @Override
    public Function<StoredReader, JsonLine> of(Parameters parameters) {
        parameters.allowOnly(List.of("since", "until", "limit", "samples"));
        Asked asked = new Asked(
                parameters.range(),
                parameters.times().now(),
                parameters.number("limit", USUAL, MOST),
                parameters.number("samples", USUAL_SAMPLES, MOST_SAMPLES));
        return stored -> {
            GroupReport report = read(stored.groups(COUNTING), asked);
            EventJson events = new EventJson(Times.UTC, true);
            JsonLine line = new GroupReportJson(Times.UTC, events, asked.limit).line(report);
            TriageJson triage = new TriageJson(Times.UTC);
            line.put("triage", triage.of(report.triage()));
            if (isFamily) {
                line.put(
                        "triage_history",
                        report.history().stream().map(triage::of).toList());
            }
            Instant since = report.rows().since();
            return line.put("counted_since", since == null ? null : Times.UTC.iso(since))
                    .put("counts_by_host", counts(report, asked.limit, each -> each.info()
                            .host()))
                    .put("counts_by_release", counts(report, asked.limit, each -> each.info()
                            .release()));
        };
    }

    private GroupReport read(StoredGroups stored, Asked asked) {
        return isFamily ? family(stored, asked) : group(stored, asked);
    }

    private GroupReport family(StoredGroups stored, Asked asked) {
        FamilyInfo info = stored.families().find(id).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(this::unknown);
        GroupReport.Family family = new GroupReport.Family(info, stored.of(info));
        if (family.groups().isEmpty()) {
            throw unknown();
        }
        return GroupReport.read(
                stored,
                family,
                GroupReport.slices(range(asked, family.lastSeen()), family.firstSeen(), family.lastSeen(), asked.now),
                asked.samples);
    }

    private GroupReport group(StoredGroups stored, Asked asked) {
        GroupInfo group = stored.find(id).stream()
                .filter(each -> each.groupId().equals(id))
                .findFirst()
                .orElseThrow(this::unknown);
        return GroupReport.read(
                stored,
                group,
                GroupReport.slices(range(asked, group.lastSeen()), group.firstSeen(), group.lastSeen(), asked.now),
                asked.samples);
    }

    /** Returns the range asked for; without one, of what was seen within a day, that up to now: that it is quiet is seen, too. */
    private static TimeRange range(Asked asked, Instant lastSeen) {
        boolean isAsked = asked.range.since() != null || asked.range.until() != null;
        return isAsked || lastSeen.isBefore(asked.now.minus(DAY)) ? asked.range : new TimeRange(null, asked.now);
    }

    private BadRequestException unknown() {
        return BadRequestException.notFound((isFamily ? "there is no family '" : "there is no group '")
                + Parameters.shown(id) + "' with events any more");
    }

    /** Returns the repeats by a name that processes have, the highest first; those without it have none. */
    private static List<Map<String, Object>> counts(
            GroupReport report, int limit, Function<ProcessCount, String> name) {
        Map<String, Long> sums = new HashMap<>();
        report.processes().forEach(each -> sums.merge(name.apply(each), each.repeats(), CappedSum::of));
        return sums.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .map(each -> new JsonLine()
                        .put("name", each.getKey().isEmpty() ? null : each.getKey())
                        .put("repeats", each.getValue())
                        .fields())
                .toList();
    }
}
