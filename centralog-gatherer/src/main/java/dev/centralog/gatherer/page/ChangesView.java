// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.ConfigException;
import dev.centralog.Level;
import dev.centralog.gatherer.asked.AskedPeriod;
import dev.centralog.gatherer.change.ChangeKind;
import dev.centralog.gatherer.news.ChangeJson;
import dev.centralog.gatherer.news.ChangePeriods;
import dev.centralog.gatherer.stored.Change;
import dev.centralog.gatherer.stored.ChangeQuery;
import dev.centralog.gatherer.stored.ChangeReport;
import dev.centralog.gatherer.stored.FamilyDetails;
import dev.centralog.gatherer.stored.Slices;
import dev.centralog.gatherer.stored.StoredChanges;
import dev.centralog.gatherer.stored.StoredReader;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import dev.centralog.gatherer.triage.TriageJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The view {@code changes}: what has regressed, is new, back, louder or gone. */
final class ChangesView implements View {
    private static final int USUAL = 20;
    private static final int MOST = 200;

    private static final String SHOWN = "shown";

    private record Asked(AskedPeriod period, ChangeQuery.Filter filter, Shown shown, Instant now) {}

    /** The most families to show of each kind, and whether those that are muted are shown behind the others. */
    private record Shown(int limit, boolean withMuted) {}

    @Override
    public Function<StoredReader, JsonLine> of(Parameters parameters) {
        parameters.allowOnly(
                List.of("since", "since-release", "between", "quiet", "app", "environment", "level", "muted", "limit"));
        String level = parameters.one("level");
        ChangeQuery.Filter filter = new ChangeQuery.Filter(
                parameters.one("app"), parameters.one("environment"), level == null ? null : Level.of(level));
        Asked asked = new Asked(
                period(parameters),
                filter,
                new Shown(
                        parameters.number("limit", USUAL, MOST),
                        parameters.choice("muted", List.of("hidden", SHOWN)).equals(SHOWN)),
                parameters.times().now());
        return stored -> read(stored, asked);
    }

    private static AskedPeriod period(Parameters parameters) {
        String since = parameters.time("since");
        String between = parameters.one("between");
        String release = parameters.one("since-release");
        if (Stream.of(since, between, release).filter(each -> each != null).count() > 1) {
            throw BadRequestException.wrong("since, since-release and between can't be combined: use one of them");
        }
        Duration quiet = quiet(parameters);
        if (since != null) {
            return Parameters.allowed(() -> parameters.times().periodSince(since, quiet));
        }
        if (between != null) {
            String[] ends = between.split(",", -1);
            if (ends.length != 2) {
                throw BadRequestException.wrong(
                        "between is '" + Parameters.shown(between) + "'; allowed are two times with a comma");
            }
            return Parameters.allowed(() ->
                    parameters.times().periodBetween(Parameters.shown(ends[0]), Parameters.shown(ends[1]), quiet));
        }
        return AskedPeriod.ofRelease(
                release == null ? AskedPeriod.LAST : release, parameters.times().now());
    }

    private static Duration quiet(Parameters parameters) {
        String text = parameters.one("quiet");
        try {
            return text == null ? AskedPeriod.QUIET.defaultValue() : AskedPeriod.QUIET.read(text);
        } catch (ConfigException e) {
            throw BadRequestException.wrong("quiet is '" + Parameters.shown(String.valueOf(text)) + "'; allowed is "
                    + AskedPeriod.QUIET.allowed());
        }
    }

    private static JsonLine read(StoredReader stored, Asked asked) {
        StoredChanges changes = stored.changes();
        ChangePeriods periods =
                new ChangePeriods(changes, asked.period, asked.filter, null, Clock.fixed(asked.now, ZoneOffset.UTC));
        List<Map<String, Object>> reports = new ArrayList<>();
        for (ChangeQuery query : periods.queries()) {
            reports.add(report(stored, changes.changes(query), periods.whyNotSure(query), asked));
        }
        return new JsonLine().put("reports", reports).put("cannot_tell", periods.whyNotSureInGeneral());
    }

    private static Map<String, Object> report(
            StoredReader stored, ChangeReport report, List<String> whyNotSure, Asked asked) {
        ChangeQuery query = report.query();
        ChangeQuery.Release release = query.release();
        List<String> cannotTell = new ArrayList<>(whyNotSure);
        if (!query.canBeJudged()) {
            cannotTell.add("no earlier release is known, so nothing is new");
        }
        List<Change> all = Stream.concat(
                        report.changes().stream(), asked.shown.withMuted ? report.muted().stream() : Stream.of())
                .toList();
        List<Change> shown = Stream.of(ChangeKind.values())
                .flatMap(
                        kind -> all.stream().filter(each -> each.kind() == kind).limit(asked.shown.limit))
                .toList();
        JsonLine line = new JsonLine()
                .put("app", query.filter().app())
                .put("environment", query.filter().environment())
                .put("release", release == null ? null : release.present().release())
                .put(
                        "previous_release",
                        release == null || release.previous() == null
                                ? null
                                : release.previous().release())
                .put("since", Times.UTC.iso(query.from()))
                .put("until", Times.UTC.iso(query.to()))
                .put("cannot_tell", cannotTell)
                .put(
                        "expected_false_alarms",
                        new JsonLine()
                                .put("louder", report.louder().expected())
                                .put("gone", report.gone().expected())
                                .fields())
                .put("periods", report.baseline().starts().size())
                .put("notes", report.missing().reasons());
        return addChanges(line, stored, report, shown)
                .put("more", all.size() - shown.size())
                .put("muted", report.muted().size())
                .fields();
    }

    /** Adds the changes, with their slices over the period and as long a time before it. */
    private static JsonLine addChanges(JsonLine line, StoredReader stored, ChangeReport report, List<Change> shown) {
        ChangeQuery query = report.query();
        Instant before = query.from().minus(Duration.between(query.from(), query.to()));
        Slices slices = Slices.of(before, query.to(), query.to());
        List<FamilyDetails> details = stored.changes().details(query, shown);
        List<List<Long>> counts =
                stored.groups().bySlice(shown.stream().map(Change::family).toList(), slices);
        ChangeJson json = new ChangeJson(Times.UTC);
        List<Map<String, Object>> changes = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            changes.add(json.line(query, shown.get(i), details.get(i))
                    .put("triage", new TriageJson(Times.UTC).of(shown.get(i).triage()))
                    .add("slices", counts.get(i))
                    .fields());
        }
        return line.put("first_slice", Times.UTC.iso(slices.start(0)))
                .put("slice_seconds", slices.width().toSeconds())
                .put("changes", changes);
    }
}
