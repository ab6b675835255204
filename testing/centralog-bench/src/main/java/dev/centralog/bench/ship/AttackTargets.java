// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import static dev.centralog.bench.report.Markdown.megabytes;
import static dev.centralog.bench.report.Markdown.number;

import dev.centralog.Settings;
import dev.centralog.bench.jmh.SilentJvm;
import dev.centralog.bench.report.Markdown;
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
 * Measures ten million groups a minute, as a message built by concatenation makes them where no place is known, with
 * the default {@code bufferBytes} in a heap four times as large.
 */
public final class AttackTargets implements Measurement {
    private static final long GROUPS_A_SECOND = 10_000_000 / 60;
    private static final int HEAP_LOOKS = 4;
    private static final String HEAP = "-Xmx128m";
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** The result of one run. */
    record Run(AttackResult attacked, Ledger ledger) {}

    @Override
    public Section measure(Form form) {
        Duration time = Duration.ofSeconds(form.pick(30, 10));
        Run run = run(GROUPS_A_SECOND, time);
        AttackResult attacked = run.attacked;
        long buffer = Settings.BUFFER_BYTES.defaultValue();
        long perSecond = (attacked.logged() - attacked.steady()) / time.toSeconds();
        String work = number(perSecond) + " new groups a second: ";
        List<Result> results = List.of(
                new Result(
                        work + "most buffered",
                        Limit.atMost(1, "× `bufferBytes`"),
                        (double) attacked.mostBuffered() / buffer,
                        megabytes(attacked.mostBuffered()) + " to " + megabytes(buffer)),
                new Result(
                        work + "live heap",
                        Limit.atMost(1.2, "× that of half-time"),
                        attacked.heapGrowth(),
                        attacked.liveHeap().stream().map(Markdown::megabytes).toList() + ", `" + HEAP + "`"),
                new Result(
                        work + "repeats beside it",
                        Limit.atLeast(95, "% folded"),
                        100 * attacked.foldedShare(),
                        number(attacked.folded()) + " of " + number(attacked.steady())));
        Markdown table = new Markdown("new groups a second", "tried", "dropped", "acknowledged");
        table.row(
                number(perSecond),
                number(GROUPS_A_SECOND),
                String.format(Locale.ROOT, "%,.1f %%", 100.0 * attacked.dropped() / attacked.logged()),
                number(attacked.acknowledged()));
        return new Section("Groups without end", results, List.of(run.ledger.line()), table.toString());
    }

    /** Runs one attack. Blocks. */
    static Run run(long groupsPerSecond, Duration time) {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                ForkedJvm producer = ForkedJvm.builder(AttackProducer.class.getName())
                        .optimized()
                        .jvmOptions(SilentJvm.with(HEAP))
                        .arguments("" + redis.port(), "" + groupsPerSecond, "" + time.toMillis(), "" + HEAP_LOOKS)
                        .start()) {
            AttackResult attacked = AttackResult.of(ProducerResult.outputOf(producer, LIMIT));
            Ledger ledger = new Ledger(
                    "under attack",
                    attacked.logged(),
                    attacked.acknowledged(),
                    attacked.dropped(),
                    RedisContents.of(redis).events());
            return new Run(attacked, ledger);
        }
    }
}
