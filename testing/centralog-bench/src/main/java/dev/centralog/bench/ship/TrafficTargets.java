// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import static dev.centralog.bench.report.Markdown.number;

import dev.centralog.bench.jmh.SilentJvm;
import dev.centralog.bench.report.Markdown;
import dev.centralog.bench.report.RedisInfo;
import dev.centralog.bench.verdict.Form;
import dev.centralog.bench.verdict.Limit;
import dev.centralog.bench.verdict.Measurement;
import dev.centralog.bench.verdict.Result;
import dev.centralog.bench.verdict.Section;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures what more and more repeats of one event within the same time cost Redis; the cost must not grow. */
public final class TrafficTargets implements Measurement {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long FEW_A_SECOND = 1_000;
    private static final long MANY_A_SECOND = 1_000_000;

    /**
     * The cost of one run for Redis.
     *
     * @param largestWindow the most events stored in one second
     */
    record Cost(long repeats, double seconds, long commands, long bytes, long largestWindow, Ledger ledger) {
        double commandsPerSecond() {
            return commands / seconds;
        }

        double bytesPerSecond() {
            return bytes / seconds;
        }
    }

    @Override
    public Section measure(Form form) {
        int seconds = form.pick(10, 3);
        List<Cost> all = new ArrayList<>();
        for (long perSecond : List.of(FEW_A_SECOND, 100 * FEW_A_SECOND, MANY_A_SECOND)) {
            System.err.println(number(perSecond) + " repeats a second");
            all.add(run(perSecond * seconds, Duration.ofSeconds(seconds)));
        }
        Cost few = all.get(0);
        Cost many = all.get(all.size() - 1);
        String work = number(many.repeats) + " repeats in " + seconds + " s: ";
        String toFew = "× those of " + number(few.repeats);
        List<Result> results = List.of(
                new Result(
                        work + "Redis commands a second",
                        Limit.atMost(1.1, toFew),
                        many.commandsPerSecond() / few.commandsPerSecond(),
                        decimal(many.commandsPerSecond()) + " to " + decimal(few.commandsPerSecond())),
                new Result(
                        work + "bytes to Redis a second",
                        Limit.atMost(1.1, toFew),
                        many.bytesPerSecond() / few.bytesPerSecond(),
                        decimal(many.bytesPerSecond()) + " to " + decimal(few.bytesPerSecond())),
                new Result(
                        work + "stored",
                        Limit.atMost(1, "events a second"),
                        many.largestWindow,
                        "the second that has the most"));
        List<String> conservation = all.stream().map(cost -> cost.ledger.line()).toList();
        return new Section("Repeats and Redis", results, conservation, table(all));
    }

    private static String table(List<Cost> all) {
        Markdown table = new Markdown(
                "repeats", "within", "commands", "commands/s", "bytes in", "bytes in/s", "events a second");
        for (Cost each : all) {
            table.row(
                    number(each.repeats),
                    decimal(each.seconds) + " s",
                    number(each.commands),
                    decimal(each.commandsPerSecond()),
                    number(each.bytes),
                    decimal(each.bytesPerSecond()),
                    number(each.largestWindow));
        }
        return table.toString();
    }

    private static String decimal(double figure) {
        return String.format(Locale.ROOT, "%,.1f", figure);
    }

    /** Runs one load. Blocks. */
    static Cost run(long repeats, Duration time) {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                ForkedJvm producer = ForkedJvm.builder(RepeatProducer.class.getName())
                        .optimized()
                        .jvmOptions(SilentJvm.with("-Xmx256m"))
                        .arguments("" + redis.port(), "" + repeats, "" + time.toMillis())
                        .start()) {
            ProducerResult produced = ProducerResult.awaitEnd(producer, LIMIT);
            long commands = RedisInfo.commands(redis);
            long bytes = RedisInfo.inputBytes(redis);
            RedisContents contents = RedisContents.of(redis);
            Ledger ledger = new Ledger(
                    number(repeats) + " repeats, and one to begin with",
                    repeats + 1,
                    produced.acknowledged(),
                    produced.dropped(),
                    contents.events());
            return new Cost(repeats, produced.nanos() / 1e9, commands, bytes, contents.largestWindow(), ledger);
        }
    }
}
