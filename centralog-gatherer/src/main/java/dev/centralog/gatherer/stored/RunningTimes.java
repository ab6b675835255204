// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.change.Baseline;
import dev.centralog.gatherer.change.Compared;
import dev.centralog.gatherer.change.PeriodCount;
import dev.centralog.gatherer.change.ProcessSpans;
import dev.centralog.gatherer.sink.ReleaseNames;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The times for which the processes of each application ran, as far as they say so.
 *
 * <p>Thread-safety: none.
 */
final class RunningTimes {
    /** The length of a window: what a process says is of some time in it. */
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final ProcessSpans UNKNOWN = new ProcessSpans(List.of());

    private final Map<String, List<ProcessSpans.Span>> spans = new HashMap<>();
    private final Map<String, List<ProcessSpans.Span>> presentSpans = new HashMap<>();
    private final Map<String, double[]> hours = new HashMap<>();
    private final Map<String, Double> presentHours = new HashMap<>();
    private final Queries queries;
    private final ChangeQuery query;

    private RunningTimes(Queries queries, ChangeQuery query) {
        this.queries = queries;
        this.query = query;
    }

    /** Reads the times of all processes that ran in a baseline or after it. */
    static RunningTimes read(Queries queries, ChangeQuery query, Baseline baseline) {
        RunningTimes times = new RunningTimes(queries, query);
        Instant from =
                baseline.starts().isEmpty() ? query.from() : baseline.starts().get(0);
        Condition where = Condition.all(List.of(
                new Condition("p.last_seen >= " + queries.timeParameter(), List.of(from)),
                query.filter().ofProcesses()));
        queries.each(
                "SELECT p.app AS app, p.release AS release_name, p.first_seen AS began,"
                        + " p.last_seen AS last_seen, p.ended_at AS ended_at FROM processes p WHERE " + where.sql(),
                where.parameters(),
                times::add);
        return times;
    }

    private void add(ResultSet row) throws SQLException {
        Instant lastSeen = queries.database().time(row, "last_seen");
        boolean hasEnded = row.getString("ended_at") != null;
        // A process that is still silent in the ordinary way runs on.
        boolean isAlive =
                !hasEnded && lastSeen.plus(StoredProcesses.SILENT_AFTER).isAfter(query.to());
        ProcessSpans.Span span = new ProcessSpans.Span(
                queries.database().time(row, "began"),
                isAlive ? query.to() : (hasEnded ? queries.database().time(row, "ended_at") : lastSeen).plus(SECOND));
        String app = EventRows.text(row, "app");
        spans.computeIfAbsent(app, key -> new ArrayList<>()).add(span);
        String release = query.releaseName();
        if (release == null || release.equals(ReleaseNames.stored(EventRows.text(row, "release_name")))) {
            presentSpans.computeIfAbsent(app, key -> new ArrayList<>()).add(span);
        }
    }

    /** Returns the process-hours of an application in the period that is compared; of a release, those of its processes. */
    double presentHours(String app, Compared compared) {
        return presentHours.computeIfAbsent(app, key -> of(presentSpans, key).hours(compared.from(), compared.to()));
    }

    /** Returns a family's counts in the periods of a baseline; null stands for none. */
    List<PeriodCount> periods(String app, Baseline baseline, long @Nullable [] repeats) {
        double[] ofApp = hours.computeIfAbsent(app, key -> baseline.starts().stream()
                .mapToDouble(start -> of(spans, key).hours(start, start.plus(baseline.length())))
                .toArray());
        List<PeriodCount> periods = new ArrayList<>(ofApp.length);
        for (int i = 0; i < ofApp.length; i++) {
            periods.add(new PeriodCount(repeats == null ? 0 : repeats[i], ofApp[i]));
        }
        return periods;
    }

    private static ProcessSpans of(Map<String, List<ProcessSpans.Span>> spans, String app) {
        List<ProcessSpans.Span> known = spans.get(app);
        return known == null ? UNKNOWN : new ProcessSpans(known);
    }
}
