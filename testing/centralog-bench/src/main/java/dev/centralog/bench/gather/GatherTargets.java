// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.gather;

import static dev.centralog.bench.report.Markdown.number;

import dev.centralog.bench.report.Markdown;
import dev.centralog.bench.verdict.Form;
import dev.centralog.bench.verdict.Limit;
import dev.centralog.bench.verdict.Measurement;
import dev.centralog.bench.verdict.Result;
import dev.centralog.bench.verdict.Section;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Measures how fast a gatherer stores what waits in Redis, compared with writing the same from memory. */
public final class GatherTargets implements Measurement {
    private static final Limit LIMIT = Limit.atLeast(0.8, "× from memory");

    private final List<Result> results = new ArrayList<>();
    private final List<String> conservation = new ArrayList<>();
    private final Markdown table = new Markdown(
            "from Redis to",
            "rows",
            "entries/s (range)",
            "events/s (range)",
            "from memory, rows/s (range)",
            "ratio (range)",
            "done later, µs a row");

    @Override
    public Section measure(Form form) throws InterruptedException, SQLException {
        return measure(new Effort(form.pick(100_000, 20_000), form.pick(3, 1), 1));
    }

    /**
     * The length of a measurement.
     *
     * @param rows the rows of one round, of events
     * @param rounds the rounds that count
     * @param warmups rounds before these, which don't count: a gatherer runs for long, so it pays for Java's
     * compilation only once
     */
    record Effort(int rows, int rounds, int warmups) {}

    Section measure(Effort effort) throws InterruptedException, SQLException {
        for (Supplier<Storage> each : List.<Supplier<Storage>>of(SqliteStorage::new, PostgresStorage::new)) {
            try (Storage storage = each.get()) {
                for (Feed feed : Feed.values()) {
                    measure(feed, storage, effort);
                }
            }
        }
        return new Section("Gathering", results, conservation, table + "\n");
    }

    private void measure(Feed feed, Storage storage, Effort effort) throws InterruptedException, SQLException {
        String work = feed.stream() + " from Redis to " + storage.name();
        for (int i = 0; i < effort.warmups(); i++) {
            Round.run(feed, storage, feed.rows(effort.rows()));
        }
        List<Round> rounds = new ArrayList<>();
        for (int i = 1; i <= effort.rounds(); i++) {
            Round round = Round.run(feed, storage, feed.rows(effort.rows()));
            rounds.add(round);
            System.err.printf(Locale.ROOT, "%s, round %d: %.2f of memory's speed%n", work, i, round.ratio());
            conservation.add(String.format(
                    Locale.ROOT,
                    "%s, round %d: %,d logged = %,d stored in %,d rows + %,d dropped: %s",
                    work,
                    i,
                    round.logged().calls(),
                    round.repeats(),
                    round.rows(),
                    round.reportedDropped(),
                    round.isConserved() ? "OK" : "NOT CONSERVED"));
        }
        Spread ours = Spread.of(rounds, Round::rowsPerSecond);
        Spread memory = Spread.of(rounds, Round::writtenPerSecond);
        Spread ratio = Spread.of(rounds, Round::ratio);
        results.add(
                new Result(work, LIMIT, ratio.median(), ours.say("%,.0f") + " to " + memory.say("%,.0f") + " rows/s"));
        table.row(
                storage.name() + ": " + feed.stream(),
                number(rounds.get(0).rows()),
                ours.say("%,.0f"),
                Spread.of(rounds, Round::repeatsPerSecond).say("%,.0f"),
                memory.say("%,.0f"),
                ratio.say("%.2f"),
                Spread.of(rounds, Round::laterMicros).say("%.1f"));
    }
}
