// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.query;

import static dev.centralog.bench.report.Markdown.number;

import dev.centralog.Level;
import dev.centralog.StatusListener;
import dev.centralog.bench.database.MariaMeasured;
import dev.centralog.bench.database.MeasuredDatabase;
import dev.centralog.bench.database.PostgresMeasured;
import dev.centralog.bench.database.SqliteMeasured;
import dev.centralog.bench.report.Markdown;
import dev.centralog.bench.verdict.Form;
import dev.centralog.bench.verdict.Limit;
import dev.centralog.bench.verdict.Measurement;
import dev.centralog.bench.verdict.Result;
import dev.centralog.bench.verdict.Section;
import dev.centralog.gatherer.change.ChangeKind;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.stored.Change;
import dev.centralog.gatherer.stored.ChangeQuery;
import dev.centralog.gatherer.stored.ChangeReport;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.ReleasePeriods;
import dev.centralog.gatherer.stored.StoredChanges;
import dev.centralog.gatherer.stored.StoredEvents;
import dev.centralog.gatherer.stored.StoredRelease;
import dev.centralog.gatherer.stored.TimeRange;
import dev.centralog.testkit.LocalMariaDb;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Measures the queries that the pages name, those of {@code tail} and {@code new}, and the views of the page, among millions of rows. */
public final class QueryTargets implements Measurement {
    private static final Limit LIMIT = Limit.atMost(300, "ms");
    private static final int TAIL_ROWS = 20;
    private static final Instant END = Instant.parse(Dialect.FIRST_TIME + "Z").plus(Duration.ofDays(30));
    /** The moment at which the page is asked: no full hour, as most are none. */
    private static final Instant PAGE_NOW = END.minus(Duration.ofMinutes(83));

    private static final ChangeQuery.Filter ALL_GROUPS = new ChangeQuery.Filter(null, null, null);

    /** The queries of {@code tail}. */
    static final Map<String, EventQuery> TAILS = tails();

    /** The number of queries of {@code new}. */
    static final int OF_NEW = 5;

    private final DocumentedQueries documented;
    private final List<Result> results = new ArrayList<>();
    private final StringBuilder details = new StringBuilder();

    /** A query's time in milliseconds; not a number if it was broken off. */
    private record Timed(String from, String sql, double millis) {}

    /**
     * Creates the measurement.
     *
     * @param docs the directory of the pages
     */
    public QueryTargets(Path docs) {
        documented = new DocumentedQueries(docs);
    }

    private static Map<String, EventQuery> tails() {
        Map<String, EventQuery> tails = new LinkedHashMap<>();
        tails.put("tail", EventQuery.ALL);
        for (Level level : List.of(Level.FATAL, Level.ERROR, Level.WARN, Level.INFO)) {
            tails.put("tail --level " + level.name(), EventQuery.ALL.with(Kind.LEVEL, level.name()));
        }
        tails.put("tail --logger com.example.shop.part3", EventQuery.ALL.with(Kind.LOGGER, "com.example.shop.part3"));
        tails.put("tail --logger com.example.none", EventQuery.ALL.with(Kind.LOGGER, "com.example.none"));
        tails.put("tail --app shop", EventQuery.ALL.with(Kind.APP, "shop"));
        tails.put("tail --app none", EventQuery.ALL.with(Kind.APP, "none"));
        Instant since = Instant.parse("2026-01-31T23:00:00Z");
        tails.put("tail --since 1 hour", EventQuery.in(new TimeRange(since, null)));
        tails.put(
                "tail --level FATAL --app shop",
                EventQuery.ALL.with(Kind.LEVEL, "FATAL").with(Kind.APP, "shop"));
        return tails;
    }

    @Override
    public Section measure(Form form) throws SQLException {
        return measure(form.pick(10_000_000, 200_000));
    }

    Section measure(long rows) throws SQLException {
        measure(SqliteMeasured::new, Dialect.SQLITE, rows);
        measure(PostgresMeasured::new, Dialect.POSTGRES, rows);
        if (LocalMariaDb.isAvailable()) {
            measure(MariaMeasured::new, Dialect.MARIADB, rows);
        }
        return new Section("Queries among " + number(rows) + " rows", results, List.of(), details + "\n");
    }

    private void measure(Supplier<MeasuredDatabase> databases, Dialect dialect, long rows) throws SQLException {
        try (MeasuredDatabase database = databases.get()) {
            long startNanos = System.nanoTime();
            new Filling(dialect, rows).fill(database);
            long stored = database.number("SELECT count(*) FROM event_rows");
            System.err.printf(
                    Locale.ROOT,
                    "%s: %,d rows filled in %.0f s%n",
                    database.name(),
                    stored,
                    (System.nanoTime() - startNanos) / 1e9);
            if (stored != rows) {
                throw new IllegalStateException(stored + " rows in " + database.name() + " instead of " + rows);
            }
            List<Timed> timed = timed(database, dialect);
            Markdown table = new Markdown(database.name(), "ms", "");
            Timed slowest = timed.get(0);
            int met = 0;
            for (Timed each : timed) {
                boolean isMet = each.millis() <= LIMIT.value();
                met += isMet ? 1 : 0;
                slowest = each.millis() <= slowest.millis() ? slowest : each;
                table.row(
                        "`" + each.sql().replaceAll("\\s+", " ").replace("|", "\\|") + "`",
                        Double.isNaN(each.millis()) ? "broken off" : String.format(Locale.ROOT, "%,.1f", each.millis()),
                        isMet ? "met" : "**missed**");
            }
            results.add(new Result(
                    "the slowest of " + timed.size() + " queries in " + database.name(),
                    LIMIT,
                    slowest.millis(),
                    met + " met, of " + number(rows) + " rows; `"
                            + slowest.sql().replaceAll("\\s+", " ") + "`"));
            details.append(table).append('\n');
        }
    }

    private List<Timed> timed(MeasuredDatabase database, Dialect dialect) throws SQLException {
        List<Timed> timed = new ArrayList<>();
        QueryTimer timer = new QueryTimer(database, dialect);
        for (DocumentedQueries.Query query : documented.in(dialect)) {
            timed.add(say(database, new Timed(query.page(), query.sql(), timer.millis(query.sql()))));
        }
        SinkTarget target = new SinkTarget(database.url(), "", "", StatusListener.standardError());
        try (StoredEvents events = StoredEvents.open(target)) {
            for (Map.Entry<String, EventQuery> tail : TAILS.entrySet()) {
                double millis = QueryTimer.millis(() -> events.last(tail.getValue(), TAIL_ROWS));
                timed.add(say(database, new Timed("tail", tail.getKey(), millis)));
            }
        }
        addChanges(database, target, timed);
        PageTimes.of(target, PAGE_NOW)
                .forEach((view, millis) -> timed.add(say(database, new Timed("page", view, millis))));
        return timed;
    }

    /** Adds what {@code new} asks, with what it shows of 20 families of each kind. */
    private static void addChanges(MeasuredDatabase database, SinkTarget target, List<Timed> timed)
            throws SQLException {
        try (Sinks sinks = Sinks.open(target)) {
            boolean more = true;
            while (more) {
                more = Objects.requireNonNull(sinks.upkeep()).labelFamilies();
            }
        }
        try (StoredChanges changes = StoredChanges.open(target)) {
            Map<String, List<ChangeQuery>> queries = new LinkedHashMap<>();
            for (Duration since : List.of(Duration.ofHours(1), Duration.ofMinutes(20), Duration.ofHours(24))) {
                queries.put(
                        "new --since " + since,
                        List.of(new ChangeQuery(ALL_GROUPS, END.minus(since), END, null, Duration.ofDays(7))));
            }
            List<StoredRelease> releases = changes.releases(null, null);
            queries.put("new, of the last release of five applications", ReleasePeriods.of(releases, null, null, END));
            queries.put(
                    "new --app shop, of the last release",
                    ReleasePeriods.of(changes.releases("shop", null), null, null, END));
            for (Map.Entry<String, List<ChangeQuery>> asked : queries.entrySet()) {
                double millis = QueryTimer.millis(() -> {
                    for (ChangeQuery each : asked.getValue()) {
                        changes.details(each, mostImportant(changes.changes(each)));
                    }
                });
                timed.add(say(database, new Timed("new", asked.getKey(), millis)));
            }
        }
    }

    private static List<Change> mostImportant(ChangeReport report) {
        return Stream.of(ChangeKind.values())
                .flatMap(kind -> report.changes().stream()
                        .filter(each -> each.kind() == kind)
                        .limit(TAIL_ROWS))
                .toList();
    }

    private static Timed say(MeasuredDatabase database, Timed timed) {
        System.err.printf(Locale.ROOT, "%s, %,.1f ms: %s%n", database.name(), timed.millis(), timed.sql());
        return timed;
    }
}
