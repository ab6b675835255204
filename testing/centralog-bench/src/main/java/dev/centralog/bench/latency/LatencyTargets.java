// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.latency;

import dev.centralog.bench.application.Framework;
import dev.centralog.bench.report.Markdown;
import dev.centralog.bench.verdict.Form;
import dev.centralog.bench.verdict.Limit;
import dev.centralog.bench.verdict.Measurement;
import dev.centralog.bench.verdict.Result;
import dev.centralog.bench.verdict.Section;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Measures how long one log call takes while Redis is stopped, refuses connections or is slow, compared with a Redis
 * that works well. The longest call is shown but decides nothing: on a machine that also does other work it depends on
 * that work, as the appender that does nothing shows. The same is true of much of the percentile before it, so the
 * median over the rounds is shown beside it.
 */
public final class LatencyTargets implements Measurement {
    private static final double MOST = 2;
    private static final List<RedisState> UNWELL = List.of(RedisState.STOPPED, RedisState.REFUSED, RedisState.SLOW);

    private static final Plan FULL = new Plan(Duration.ofSeconds(2), 12, Duration.ofSeconds(2));
    private static final Plan SHORT = new Plan(Duration.ofMillis(800), 5, Duration.ofMillis(800));

    private final List<Result> results = new ArrayList<>();
    private final List<String> conservation = new ArrayList<>();
    private final Markdown table =
            new Markdown("application", "Redis", "calls", "p50", "p99", "p99.9", "longest", "logged", "dropped");

    @Override
    public Section measure(Form form) throws IOException {
        return measure(form == Form.FULL ? FULL : SHORT);
    }

    static Section measure(Plan plan) throws IOException {
        LatencyTargets targets = new LatencyTargets();
        for (Framework framework : Framework.values()) {
            System.err.println("latency, " + framework.title());
            targets.add(framework, new LatencyRun(plan).of(framework));
        }
        String note = String.format(
                Locale.ROOT,
                "Microseconds from the intended start, of %,d calls a second from %d threads; in brackets the median of the"
                        + " rounds' own percentiles.",
                Load.RATE,
                Load.THREADS);
        return new Section("Latency", targets.results, targets.conservation, targets.table + "\n" + note + "\n");
    }

    private void add(Framework framework, Map<RedisState, Calls> calls) {
        Calls healthy = Objects.requireNonNull(calls.get(RedisState.HEALTHY));
        for (RedisState state : UNWELL) {
            Calls unwell = Objects.requireNonNull(calls.get(state));
            for (double percentile : Calls.DECIDING) {
                results.add(new Result(
                        String.format(
                                Locale.ROOT,
                                "one log call, %s, Redis %s, p%s",
                                framework.title(),
                                state.title(),
                                Calls.name(percentile)),
                        Limit.atMost(MOST, "× healthy"),
                        (double) unwell.nanos(percentile) / healthy.nanos(percentile),
                        from(unwell, healthy, percentile)));
            }
        }
        calls.values().forEach(each -> {
            row(framework, each);
            if (each.state() != RedisState.NO_OP) {
                conservation.add(conservation(framework, each));
            }
        });
    }

    private static String from(Calls unwell, Calls healthy, double percentile) {
        return String.format(
                Locale.ROOT,
                "%s µs to %s µs; medians of the rounds: %.2f ×",
                micros(unwell.nanos(percentile)),
                micros(healthy.nanos(percentile)),
                (double) unwell.typical(percentile) / healthy.typical(percentile));
    }

    private void row(Framework framework, Calls calls) {
        table.row(Stream.of(
                        Stream.of(framework.title(), calls.state().title(), Markdown.number(calls.calls())),
                        Calls.PERCENTILES.stream()
                                .map(percentile -> micros(calls.nanos(percentile)) + " ("
                                        + micros(calls.typical(percentile)) + ")"),
                        Stream.of(
                                Markdown.number(calls.events().logged()),
                                Markdown.number(calls.events().dropped())))
                .flatMap(cells -> cells)
                .toArray(String[]::new));
    }

    private static String conservation(Framework framework, Calls calls) {
        Calls.Events events = calls.events();
        return String.format(
                Locale.ROOT,
                "%s, Redis %s: %,d logged = %,d acknowledged + %,d dropped %s",
                framework.title(),
                calls.state().title(),
                events.logged(),
                events.acknowledged(),
                events.dropped(),
                events.logged() >= calls.calls() && events.areConserved() ? "OK" : "NOT SO");
    }

    private static String micros(long nanos) {
        return String.format(Locale.ROOT, "%,.1f", nanos / 1e3);
    }
}
