// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import static dev.centralog.bench.report.Markdown.megabytes;
import static dev.centralog.bench.report.Markdown.number;

import dev.centralog.bench.jmh.SilentJvm;
import dev.centralog.bench.report.Markdown;
import dev.centralog.bench.report.RedisInfo;
import dev.centralog.bench.ship.SampleProducer.Medians;
import dev.centralog.bench.verdict.Form;
import dev.centralog.bench.verdict.Limit;
import dev.centralog.bench.verdict.Measurement;
import dev.centralog.bench.verdict.Result;
import dev.centralog.bench.verdict.Section;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalRedis;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Measures what it costs to keep events in full: the call of a sample, and for Redis a usual rate of warnings, beside
 * logstash-gelf, which sends each event. And a storm of texts that are put together, in which most events are counted only.
 */
public final class SampleTargets implements Measurement {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long TEXTS = 1_000_000;

    /** The rows of a place: the default of the setting {@code textsPerPlace}, and the one of all further texts. */
    private static final int ROWS = 17;

    /**
     * The cost of one run for Redis.
     *
     * @param events those of the measurement, to which the other figures belong
     * @param cpuMicros Redis's time on a core for one event, the time to start and to warm up included
     */
    record Cost(long events, long commands, long reads, long bytes, double cpuMicros, Ledger ledger) {}

    /** The result of a storm of texts. */
    record Storm(AttackResult produced, long rowsInASecond, Ledger ledger) {}

    @Override
    public Section measure(Form form) {
        Medians call = calls(form.pick(30, 5));
        Cost ours = warnings(AppenderVariant.CENTRALOG_LOGBACK, form.pick(60, 10));
        Cost gelf = warnings(AppenderVariant.GELF_LOGBACK, form.pick(60, 10));
        int seconds = form.pick(10, 5);
        Storm storm = texts(TEXTS * seconds / 10, seconds);
        String work =
                WarningProducer.GROUPS + " groups, " + WarningProducer.EACH_A_SECOND + " warnings a second each: ";
        String toGelf = "× logstash-gelf";
        String ofTexts = number(storm.produced.logged()) + " texts put together in " + seconds + " s: ";
        List<Result> results = List.of(
                new Result(
                        "the call of a sample",
                        Limit.atMost(1.5, "× that of a group's first event"),
                        call.sample() / call.first(),
                        nanos(call.sample()) + " to " + nanos(call.first()) + "; a repeat: " + nanos(call.repeat())),
                compared(work + "commands", toGelf, perEvent(ours.commands, ours), perEvent(gelf.commands, gelf)),
                compared(work + "round trips", toGelf, perEvent(ours.reads, ours), perEvent(gelf.reads, gelf)),
                compared(work + "bytes to Redis", toGelf, perEvent(ours.bytes, ours), perEvent(gelf.bytes, gelf)),
                compared(work + "Redis's microseconds", toGelf, ours.cpuMicros, gelf.cpuMicros),
                new Result(
                        ofTexts + "rows",
                        Limit.atMost(ROWS, "a second"),
                        storm.rowsInASecond,
                        "the second that has the most"),
                new Result(
                        ofTexts + "live heap",
                        Limit.atMost(1.2, "× that of half-time"),
                        storm.produced.heapGrowth(),
                        storm.produced.liveHeap().stream()
                                .map(Markdown::megabytes)
                                .toList()
                                .toString()));
        Markdown table = new Markdown("appender", "events", "commands", "round trips", "bytes in", "CPU of Redis");
        row(table, "Centralog", ours);
        row(table, "logstash-gelf", gelf);
        return new Section(
                "Events in full",
                results,
                List.of(ours.ledger.line(), gelf.ledger.line(), storm.ledger.line()),
                table.toString());
    }

    private static void row(Markdown table, String appender, Cost cost) {
        table.row(
                appender,
                number(cost.events),
                number(cost.commands),
                number(cost.reads),
                megabytes(cost.bytes),
                String.format(Locale.ROOT, "%.1f µs an event", cost.cpuMicros));
    }

    private static Result compared(String work, String unit, double ours, double theirs) {
        return new Result(
                work,
                Limit.atMost(1, unit),
                ours / theirs,
                String.format(Locale.ROOT, "%,.2f to %,.2f an event", ours, theirs));
    }

    private static double perEvent(long figure, Cost cost) {
        return (double) figure / cost.events;
    }

    private static String nanos(double nanos) {
        return String.format(Locale.ROOT, "%,.0f ns", nanos);
    }

    /** Times calls of all three kinds. Blocks. */
    static Medians calls(int seconds) {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                ForkedJvm producer = start(SampleProducer.class, "-Xmx256m", "" + redis.port(), "" + seconds)) {
            return Medians.of(ProducerResult.outputOf(producer, LIMIT));
        }
    }

    /** Runs warnings at a usual rate. Blocks. */
    static Cost warnings(AppenderVariant way, int seconds) {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest())) {
            try (ForkedJvm producer =
                    start(WarningProducer.class, "-Xmx256m", way.name(), "" + redis.port(), "" + seconds)) {
                ProducerResult produced = ProducerResult.awaitEnd(producer, LIMIT);
                RedisInfo.Load load = RedisInfo.load(redis);
                RedisContents contents = RedisContents.of(redis);
                Ledger ledger = new Ledger(
                        way.title() + ", warnings",
                        produced.logged(),
                        produced.acknowledged(),
                        produced.dropped(),
                        way.isOurs() ? contents.events() : contents.listed());
                return new Cost(
                        produced.sustained(),
                        load.commands(),
                        load.reads(),
                        load.inputBytes(),
                        load.cpuSeconds() * 1e6 / produced.logged(),
                        ledger);
            }
        }
    }

    /** Runs a storm of texts. Blocks. */
    static Storm texts(long calls, int seconds) {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                ForkedJvm producer =
                        start(TextProducer.class, "-Xmx128m", "" + redis.port(), "" + calls, "" + seconds)) {
            AttackResult produced = AttackResult.of(ProducerResult.outputOf(producer, LIMIT));
            RedisContents contents = RedisContents.of(redis);
            Ledger ledger = new Ledger(
                    number(calls) + " texts",
                    produced.logged(),
                    produced.acknowledged(),
                    produced.dropped(),
                    contents.events());
            return new Storm(produced, contents.largestWindow(), ledger);
        }
    }

    private static ForkedJvm start(Class<?> main, String heap, String... arguments) {
        return ForkedJvm.builder(main.getName())
                .optimized()
                .jvmOptions(SilentJvm.with(heap))
                .arguments(arguments)
                .start();
    }
}
