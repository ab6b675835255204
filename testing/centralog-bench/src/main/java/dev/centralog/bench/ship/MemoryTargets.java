// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import static dev.centralog.bench.report.Markdown.number;

import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.bench.report.Markdown;
import dev.centralog.bench.report.RedisInfo;
import dev.centralog.bench.verdict.Form;
import dev.centralog.bench.verdict.Limit;
import dev.centralog.bench.verdict.Measurement;
import dev.centralog.bench.verdict.Result;
import dev.centralog.bench.verdict.Section;
import dev.centralog.testkit.LocalRedis;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;

/**
 * Measures the memory that a distinct event takes in Redis, besides that of a connected producer: the worst of several
 * numbers of events in a second.
 */
public final class MemoryTargets implements Measurement {
    private static final Duration CLOSE_LIMIT = Duration.ofMinutes(1);

    /** The length of a message; level, logger, time, thread and process take the rest of the payload. */
    private static final int MESSAGE_CHARS = DistinctMessages.PAYLOAD_BYTES - 194;

    /** The numbers of events. Hash tables double at powers of two; just above these an event takes the most memory. */
    private static final List<Integer> SIZES = List.of(5_000, 17_000, 33_000, 50_000);

    /** A number of distinct events in one second, and the memory that they took. */
    record Taken(int events, long bytes, long payloadBytes, Ledger ledger) {
        double bytesPerEvent() {
            return (double) bytes / events;
        }

        double perPayload() {
            return bytesPerEvent() / payloadBytes;
        }
    }

    @Override
    public Section measure(Form form) {
        List<Taken> all = new ArrayList<>();
        SIZES.forEach(size -> all.add(take(size)));
        Taken worst =
                all.stream().max(Comparator.comparingDouble(Taken::perPayload)).orElseThrow();
        Markdown table = new Markdown("distinct events in a second", "payload bytes", "bytes in Redis", "× payload");
        all.forEach(each -> table.row(
                number(each.events),
                number(each.payloadBytes),
                decimal(each.bytesPerEvent()),
                decimal(each.perPayload())));
        Result result = new Result(
                "bytes in Redis per distinct event",
                Limit.atMost(1.5, "× payload"),
                worst.perPayload(),
                decimal(worst.bytesPerEvent()) + " to " + worst.payloadBytes + ", " + number(worst.events) + " events");
        List<String> conservation = all.stream().map(each -> each.ledger.line()).toList();
        return new Section("Memory in Redis", List.of(result), conservation, table.toString());
    }

    private static String decimal(double figure) {
        return String.format(Locale.ROOT, "%,.2f", figure);
    }

    /** Measures that number of events. Blocks. */
    static Taken take(int events) {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest())) {
            CentralogConfig config = CentralogConfig.defaults()
                    .with(Settings.REDIS, redis.uri())
                    .with(Settings.HOST, "bench")
                    .with(Settings.BUFFER_BYTES, 512L << 20)
                    .with(Settings.SHUTDOWN_TIMEOUT, CLOSE_LIMIT);
            try (Centralog centralog = Centralog.open(config)) {
                logInOneSecond(centralog, 1);
                Awaitility.await("connection")
                        .atMost(CLOSE_LIMIT)
                        .until(() -> centralog.stats().acknowledged() == 1);
                long before = RedisInfo.usedBytes(redis);
                logInOneSecond(centralog, events);
                centralog.close(CLOSE_LIMIT);
                long bytes = RedisInfo.usedBytes(redis) - before;
                RedisContents contents = RedisContents.of(redis);
                Ledger ledger = new Ledger(
                        number(events) + " events in one second",
                        centralog.stats().logged(),
                        centralog.stats().acknowledged(),
                        centralog.stats().totalDropped(),
                        contents.events());
                return new Taken(events, bytes, contents.payloadBytes(), ledger);
            }
        }
    }

    private static void logInOneSecond(Centralog centralog, int events) {
        Instant second = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
        DistinctMessages messages = new DistinctMessages(events, MESSAGE_CHARS);
        for (int i = 0; i < events; i++) {
            centralog.log(LogEvent.builder()
                    .time(second.plusNanos(i * 1000L))
                    .logger(AppenderVariant.LOGGER)
                    .message(messages.next())
                    .build());
        }
    }
}
