// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.fleet;

import static dev.centralog.bench.report.Markdown.number;

import dev.centralog.bench.report.Machine;
import dev.centralog.bench.report.Markdown;
import dev.centralog.internal.ship.FleetServer;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** The figures of a run, as Markdown. */
final class FleetReport {
    private static final double MICROS = 1e6;
    private static final double NANOS_A_MILLI = 1e6;

    private FleetReport() {}

    static String of(FleetOutcome outcome) {
        return heading(outcome)
                + '\n'
                + phases(outcome)
                + '\n'
                + costs(outcome)
                + '\n'
                + looks(outcome)
                + '\n'
                + windows(outcome)
                + '\n'
                + law(outcome);
    }

    private static String heading(FleetOutcome outcome) {
        FleetPlan plan = outcome.plan();
        FleetServer.Costs calls = outcome.costs().calls();
        return "## " + number(plan.producers()) + " producers\n\n" + Machine.describe(Machine.redis())
                + " An event of each producer every " + plan.every().toMillis()
                + " ms in the steady phase and in the outage, flushInterval "
                + plan.flushInterval().toMillis() + " ms. Processor time of Redis: "
                + micros(calls.batch().toNanos() / 1e9) + " µs a batch, "
                + micros(calls.question().toNanos() / 1e9) + " a question, "
                + micros(calls.connection().toNanos() / 1e9)
                + " a connection. Times are those of a Redis that takes so long and does nothing else.\n";
    }

    private static String phases(FleetOutcome outcome) {
        Markdown table = new Markdown(
                "phase",
                "events",
                "batches",
                "most in 10 ms",
                "peak / mean",
                "slices of the second with nine tenths",
                "reply, ms: p50",
                "p99",
                "max",
                "connects, most in 10 ms",
                "failed attempts",
                "time-outs",
                "until confirmed, ms");
        for (FleetPhase each : outcome.phases()) {
            PhaseFigures figures = each.figures();
            table.row(
                    each.name(),
                    number(each.events()),
                    number(figures.batches()),
                    number(figures.mostInSlot()),
                    figures.batches() == 0 ? "-" : ratio(figures.mostInSlot() / figures.meanInSlot()),
                    number(figures.slotsOfMost()),
                    number(each.replyMillis(50)),
                    number(each.replyMillis(99)),
                    number(each.replyMillis(100)),
                    number(figures.connects()) + ", " + number(figures.mostConnectsInSlot()),
                    number(figures.failures()),
                    number(figures.timeouts()),
                    number(each.millis()));
        }
        return table.toString();
    }

    private static String costs(FleetOutcome outcome) {
        int producers = outcome.plan().producers();
        Markdown table = new Markdown("of each producer", "");
        table.row(
                "bytes of the book while it runs", perProducer(outcome.running().bytes(), producers));
        table.row(
                "fields of the book while it runs",
                perProducer(outcome.running().fields(), producers));
        table.row("bytes of the book after its end", perProducer(outcome.ended().bytes(), producers));
        if (outcome.costs().connectionBytes() > 0) {
            table.row("bytes of an idle connection", number(outcome.costs().connectionBytes()));
        }
        outcome.phases().stream()
                .filter(each -> each.name().equals(FleetOutcome.STEADY))
                .forEach(each -> table.row(
                        "Redis's processor, µs a second, steady",
                        micros(each.cpuSeconds() / producers / outcome.plan().seconds())));
        return table.toString();
    }

    private static String looks(FleetOutcome outcome) {
        Markdown table = new Markdown("looked at, while all run", "ms", "Redis's processor, ms", "kB sent by Redis");
        for (FleetLook each : outcome.looks()) {
            table.row(each.name(), ratio(each.millis()), ratio(each.redisMillis()), ratio(each.sentBytes() / 1e3));
        }
        return table.toString();
    }

    private static String perProducer(long all, int producers) {
        return ratio(all / (double) producers);
    }

    /** Returns the windows in which nearly all producers have counted: those of the storms. */
    private static String windows(FleetOutcome outcome) {
        List<FleetGatherer.Read> full = outcome.reads().stream()
                .filter(each -> each.counts() >= outcome.plan().producers() * 9L / 10)
                .toList();
        if (full.isEmpty()) {
            return "No window was whole.\n";
        }
        Markdown table = new Markdown("of a window in which all have counted, medians of " + full.size(), "");
        table.row("pairs of group and process", number(median(full, FleetGatherer.Read::counts)));
        table.row("bytes of their counts as JSON", number(median(full, FleetGatherer.Read::jsonBytes)));
        table.row("seal and claim, ms", millis(median(full, FleetGatherer.Read::claimNanos)));
        table.row("read, ms", millis(median(full, FleetGatherer.Read::readNanos)));
        table.row("acknowledge, ms", millis(median(full, FleetGatherer.Read::ackNanos)));
        return table.toString();
    }

    private static long median(List<FleetGatherer.Read> all, ToLongFunction<FleetGatherer.Read> figure) {
        return all.stream()
                .mapToLong(figure)
                .sorted()
                .skip(all.size() / 2)
                .findFirst()
                .orElse(0);
    }

    private static String law(FleetOutcome outcome) {
        return "Events logged " + number(outcome.logged()) + ", gathered " + number(outcome.gathered()) + ", dropped "
                + number(outcome.dropped()) + ": " + (outcome.isExact() ? "exact" : "**NOT EXACT**")
                + ". Signs of life: "
                + number(outcome.signs()) + ".";
    }

    private static String ratio(double number) {
        return String.format(Locale.ROOT, "%,.1f", number);
    }

    private static String micros(double seconds) {
        return ratio(seconds * MICROS);
    }

    private static String millis(long nanos) {
        return ratio(nanos / NANOS_A_MILLI);
    }
}
