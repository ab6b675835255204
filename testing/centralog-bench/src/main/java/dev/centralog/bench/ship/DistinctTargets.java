// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import static dev.centralog.bench.report.Markdown.number;

import dev.centralog.bench.report.Markdown;
import dev.centralog.bench.ship.RedisBenchmark.Pipelined;
import dev.centralog.bench.verdict.Form;
import dev.centralog.bench.verdict.Limit;
import dev.centralog.bench.verdict.Measurement;
import dev.centralog.bench.verdict.Result;
import dev.centralog.bench.verdict.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Measures distinct events from the log call to Redis's acknowledgement, compared with what Redis can take and with
 * other appenders. In each round every one has its turn, with redis-benchmark before and after them all.
 */
public final class DistinctTargets implements Measurement {
    private final Map<AppenderVariant, List<DistinctRun>> runs = new EnumMap<>(AppenderVariant.class);
    private final List<Pipelined> pipelined = new ArrayList<>();

    @Override
    public Section measure(Form form) throws Exception {
        int rounds = form.pick(2, 1);
        int requests = form.pick(200_000, 50_000);
        for (int round = 0; round < rounds; round++) {
            pipelined.addAll(RedisBenchmark.measure(requests));
            for (AppenderVariant way : AppenderVariant.values()) {
                System.err.println("round " + (round + 1) + " of " + rounds + ": " + way.title());
                DistinctRun run = way.isOurs()
                        ? DistinctRun.of(way, form.pick(1_000_000, 200_000), seconds(form.pick(10, 5)))
                        : DistinctRun.of(way, form.pick(60_000, 30_000), seconds(form.pick(5, 2)));
                runs.computeIfAbsent(way, first -> new ArrayList<>()).add(run);
            }
        }
        pipelined.addAll(RedisBenchmark.measure(requests));
        return section();
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private Section section() {
        List<Result> results = new ArrayList<>();
        Pipelined best = RedisBenchmark.best(pipelined);
        for (AppenderVariant ours : List.of(AppenderVariant.CENTRALOG_LOGBACK, AppenderVariant.CENTRALOG_LOG4J2)) {
            results.add(new Result(
                    "distinct events of 600 bytes, " + ours.title(),
                    Limit.atLeast(80, "% of redis-benchmark"),
                    100 * perSecond(ours) / best.perSecond(),
                    said(ours) + " to " + number((long) best.perSecond()) + "/s, pipelines of " + best.depth()));
            for (AppenderVariant peer : ours.peers()) {
                results.add(new Result(
                        "distinct events of 600 bytes, " + ours.title(),
                        Limit.atLeast(8, "× " + peer.title()),
                        perSecond(ours) / perSecond(peer),
                        said(ours) + " to " + said(peer)));
            }
        }
        List<String> conservation = runs.values().stream()
                .flatMap(List::stream)
                .map(run -> run.ledger().line())
                .toList();
        return new Section("Distinct events to Redis", results, conservation, details());
    }

    private String said(AppenderVariant way) {
        long dropped = of(way).stream().mapToLong(run -> run.ledger().dropped()).sum();
        return number((long) perSecond(way)) + "/s, dropped " + number(dropped);
    }

    private double perSecond(AppenderVariant way) {
        long sustained =
                of(way).stream().mapToLong(run -> run.produced().sustained()).sum();
        long nanos = of(way).stream().mapToLong(run -> run.produced().nanos()).sum();
        return sustained * 1e9 / nanos;
    }

    private List<DistinctRun> of(AppenderVariant way) {
        return Objects.requireNonNull(runs.get(way));
    }

    private String details() {
        Markdown ways = new Markdown(
                "appender, one thread", "events/s, each run", "CPU µs an event", "dropped", "payload bytes in Redis");
        runs.forEach((way, all) -> {
            for (DistinctRun run : all) {
                ways.row(
                        way.title(),
                        number((long) run.produced().perSecond()),
                        String.format(Locale.ROOT, "%.1f", run.produced().cpuMicrosPerEvent()),
                        number(run.ledger().dropped()),
                        way.isOurs() ? number(run.payloadBytes()) : "");
            }
        });
        Markdown rates = new Markdown(
                "`redis-benchmark`, pipelines of", "ZADD/s", "HSET/s", "index/s", "events/s", "without index");
        for (Pipelined each : pipelined) {
            rates.row(
                    number(each.depth()),
                    number(each.commandsPerSecond().get(0).longValue()),
                    number(each.commandsPerSecond().get(1).longValue()),
                    number(each.commandsPerSecond().get(2).longValue()),
                    number((long) each.perSecond()),
                    number((long) each.perSecondWithoutIndex()));
        }
        return ways + "\n" + rates;
    }
}
