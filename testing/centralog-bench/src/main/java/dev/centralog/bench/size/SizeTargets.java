// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.size;

import static dev.centralog.bench.report.Markdown.number;

import dev.centralog.bench.database.MeasuredDatabase;
import dev.centralog.bench.database.PostgresMeasured;
import dev.centralog.bench.database.SqliteMeasured;
import dev.centralog.bench.report.Markdown;
import dev.centralog.bench.verdict.Form;
import dev.centralog.bench.verdict.Limit;
import dev.centralog.bench.verdict.Measurement;
import dev.centralog.bench.verdict.Result;
import dev.centralog.bench.verdict.Section;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Measures what a row of events takes on disk, with all that belongs to it. */
public final class SizeTargets implements Measurement {
    private static final double SQLITE_BYTES = 300;
    private static final double POSTGRES_BYTES = 350;
    private static final int SHOWN_PARTS = 12;
    private static final int[] REPEATS = {1, 10, 1000};
    private static final int MANY_REPEATS = 100;

    private final List<Result> results = new ArrayList<>();
    private final List<String> conservation = new ArrayList<>();

    @Override
    public Section measure(Form form) throws InterruptedException, IOException, SQLException {
        return measure(form.pick(300_000, 75_000), form.pick(10, 1));
    }

    /** Measures rows of so many events, and, of one repeat a row, ten times so many seconds. */
    Section measure(long events, int seconds) throws InterruptedException, IOException, SQLException {
        StringBuilder details = new StringBuilder();
        details.append(rows(SqliteMeasured::new, events, SQLITE_BYTES));
        details.append('\n').append(rows(PostgresMeasured::new, events, POSTGRES_BYTES));
        details.append('\n').append(traffic(seconds)).append('\n');
        return new Section("Bytes on disk", results, conservation, details.toString());
    }

    /** Measures the rows in one kind of database; returns the table of its parts. */
    private Markdown rows(Supplier<MeasuredDatabase> databases, long events, double limit)
            throws InterruptedException, SQLException {
        StoredLoad without = stored(databases, events, false);
        StoredLoad with = stored(databases, events, true);
        results.add(new Result(
                "a row of events in " + without.database(),
                Limit.atMost(limit, "bytes"),
                without.bytesPerRow(),
                String.format(
                        Locale.ROOT,
                        "%,d more rows; with samples %,.0f a row; the first ones, and all that is made once, %,.0f and %,.0f",
                        without.rows(),
                        with.bytesPerRow(),
                        without.bytesPerFirstRow(),
                        with.bytesPerFirstRow())));
        Markdown table = new Markdown(without.database() + ": bytes a row", "without samples", "with samples");
        List<String> largest = with.largestParts(SHOWN_PARTS);
        for (String part : largest) {
            table.row(part, bytes(without.bytesPerRow(List.of(part))), bytes(with.bytesPerRow(List.of(part))));
        }
        table.row(
                "all others",
                bytes(without.bytesPerRow() - without.bytesPerRow(largest)),
                bytes(with.bytesPerRow() - with.bytesPerRow(largest)));
        table.row("all", bytes(without.bytesPerRow()), bytes(with.bytesPerRow()));
        table.row("(rows)", number(without.rows()), number(with.rows()));
        return table;
    }

    private StoredLoad stored(Supplier<MeasuredDatabase> databases, long events, boolean samples)
            throws InterruptedException, SQLException {
        try (MeasuredDatabase database = databases.get()) {
            StoredLoad load = StoredLoad.of(database, events, samples);
            conservation.add(String.format(
                    Locale.ROOT,
                    "%s, %s samples: %,d logged = %,d stored: %s",
                    load.database(),
                    samples ? "with" : "without",
                    load.logged(),
                    load.repeats(),
                    load.logged() == load.repeats() ? "OK" : "NOT CONSERVED"));
            return load;
        }
    }

    /** Measures a million events of ever more repeats a row, beside the same as text. */
    private Markdown traffic(int seconds) throws InterruptedException, IOException, SQLException {
        Markdown table = new Markdown(
                "MB for a million events, by repeats a row",
                "SQLite",
                "PostgreSQL",
                "text",
                "text, gzip",
                "text, zstd -3");
        for (int repeats : REPEATS) {
            Traffic traffic = Traffic.before(Instant.now(), repeats > MANY_REPEATS ? seconds : 10 * seconds, repeats);
            long sqlite = stored(SqliteMeasured::new, traffic);
            long postgres = stored(PostgresMeasured::new, traffic);
            Traffic.Texts texts = traffic.texts();
            table.row(
                    number(repeats) + " (" + number(traffic.events()) + " events)",
                    perMillion(sqlite, traffic),
                    perMillion(postgres, traffic),
                    perMillion(texts.plain(), traffic),
                    perMillion(texts.gzip(), traffic),
                    perMillion(texts.zstd(), traffic));
        }
        return table;
    }

    /** Stores the events; returns the bytes on disk. */
    private long stored(Supplier<MeasuredDatabase> databases, Traffic traffic)
            throws InterruptedException, IOException, SQLException {
        try (MeasuredDatabase database = databases.get()) {
            long dropped = traffic.store(database);
            long repeats = database.number("SELECT sum(repeats) FROM event_rows");
            conservation.add(String.format(
                    Locale.ROOT,
                    "%s, %,d repeats a row: %,d logged = %,d stored + %,d dropped: %s",
                    database.name(),
                    traffic.repeats(),
                    traffic.events(),
                    repeats,
                    dropped,
                    traffic.events() == repeats + dropped ? "OK" : "NOT CONSERVED"));
            return database.bytes().values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private static String perMillion(long bytes, Traffic traffic) {
        return String.format(Locale.ROOT, "%,.1f", (double) bytes / traffic.events());
    }

    private static String bytes(double bytes) {
        return String.format(Locale.ROOT, "%,.1f", bytes);
    }
}
