// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import static dev.centralog.bench.report.Markdown.megabytes;
import static dev.centralog.bench.report.Markdown.number;

import dev.centralog.bench.report.Machine;
import dev.centralog.bench.report.Markdown;
import dev.centralog.bench.volume.Outcome.Check;
import dev.centralog.bench.volume.Store.Activity;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The report of one run: the checks, the durations, and the slices. */
record VolumeReport(Outcome outcome) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    String markdown() {
        Plan plan = outcome.plan();
        String words = number(plan.actions()) + " actions by " + number(plan.users()) + " users over " + plan.ids()
                + " actions from " + plan.processes() + " processes, slices of " + plan.sliceSeconds()
                + " s, `sliceRing` " + Producer.SLICE_RING + ", seed " + plan.seed() + ". "
                + Machine.describe(Machine.redis(), outcome.database());
        return String.join("\n", words, "", checks(), figures(), slices());
    }

    private String checks() {
        Markdown table = new Markdown("must be the same", "expected", "found", "");
        for (Check check : outcome.checks()) {
            table.row(check.what(), number(check.expected()), number(check.found()), check.holds() ? "yes" : "NO");
        }
        return table.toString();
    }

    private String figures() {
        Markdown table = new Markdown("figure", "");
        long actions = outcome.plan().actions();
        long seconds = outcome.times().counting().toSeconds();
        table.row("rows of the table `actions`", number(outcome.tableRows()));
        table.row("rows of late deliveries", number(outcome.stored().lateRows()));
        table.row(
                "such rows for triples that no earlier one had",
                number(outcome.stored().onlyLate()));
        table.row("actions a row", String.format(Locale.ROOT, "%.2f", (double) actions / outcome.tableRows()));
        table.row("Redis memory, at most", megabytes(outcome.peakBytes()));
        table.row("counted within", seconds + " s");
        table.row("actions a second", number(outcome.times().actionsPerSecond(actions)));
        table.row("stored within", outcome.times().storing().toSeconds() + " s");
        Activity activity = outcome.activity();
        if (activity != null) {
            table.row("rows inserted, as PostgreSQL counts them", number(activity.rowsInserted()));
            table.row("SQL statements that wrote them", number(activity.statements()));
            table.row("transactions", number(activity.transactions()));
        }
        return table.toString();
    }

    private String slices() {
        Markdown table = new Markdown("slice (UTC)", "actions", "active pairs", "rows", "of late deliveries");
        outcome.counted().slices().forEach((start, usage) -> {
            StoredRows.OfSlice rows = outcome.stored().ofSlice(start);
            table.row(
                    TIME.format(Instant.ofEpochSecond(start)),
                    number(usage.sums().actions()),
                    number(usage.activePairs()),
                    number(rows.rows()),
                    number(rows.late()));
        });
        return table.toString();
    }
}
