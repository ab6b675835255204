// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Logs;
import dev.centralog.ProcessInfo;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.Thrown;
import dev.centralog.internal.time.Clock;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Tests of samples from the logging side to the reading one, through a real Redis. */
class SamplesIT {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final StatusListener SILENT = (severity, message, cause) -> {};

    private static LogEvent failure(String order, Instant time) {
        return LogEvent.builder()
                .time(time)
                .level(Level.ERROR)
                .logger("com.example.Shop")
                .template("payment of order {} failed")
                .arguments(order)
                .message("payment of order " + order + " failed")
                .mdc(Map.of("requestId", "request of " + order))
                .thrown(new IllegalStateException("no " + order, new IllegalArgumentException("cause of " + order)))
                .build();
    }

    /** A producer's figures of samples. */
    private record Told(long taken, long leftOut) {}

    private static Told log(CentralogConfig config, List<LogEvent> events) {
        try (Centralog centralog = Centralog.open(config, SILENT)) {
            events.forEach(centralog::log);
            assertThat(centralog.close(LONG)).isZero();
            return new Told(centralog.stats().samplesTaken(), centralog.stats().samplesLeftOut());
        }
    }

    private static List<LogEvent> failures(String name, int count, Instant time) {
        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(failure(name + i, time.plusNanos(i)));
        }
        return events;
    }

    private static EventWindow.Content next(EventSource source) throws InterruptedException {
        EventWindow window = Objects.requireNonNull(source.claim(LONG));
        EventWindow.Content content = window.content();
        assertThat(window.acknowledge()).isTrue();
        return content;
    }

    private static Instant second() {
        return Instant.ofEpochSecond(Logs.ago(Duration.ofSeconds(9)).getEpochSecond());
    }

    @EachRedis
    void events_ofTwoProcesses_areEachInFull(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        Instant time = second();
        log(config.with(Settings.HOST, "web-a"), failures("a", 5, time));
        log(config.with(Settings.HOST, "web-b").with(Settings.RELEASE, "1.4.2"), failures("b", 4, time.plusNanos(100)));
        try (EventSource source = EventSource.open(config, SILENT)) {
            EventWindow.Content content = next(source);

            assertThat(content.events()).hasSize(1);
            GatheredEvent event = content.events().get(0);
            assertThat(event.repeats()).isEqualTo(9);
            assertThat(event.inFull()).isEqualTo(9);
            assertThat(event.event().message()).isEqualTo("payment of order a0 failed");
            assertThat(event.samples().isOwnCounted()).isTrue();
            assertThat(event.samples().further()).hasSize(8);
            Set<String> processes = new HashSet<>();
            for (GatheredSample sample : event.samples().further()) {
                processes.add(sample.process());
            }
            assertThat(processes).isEqualTo(event.processes().asMap().keySet());
            assertThat(content.processes().known().values())
                    .extracting(ProcessInfo::host, ProcessInfo::release)
                    .containsExactlyInAnyOrder(tuple("web-a", ""), tuple("web-b", "1.4.2"));
            assertThat(content.processes().known().keySet()).isEqualTo(processes);
            for (GatheredSample sample : event.samples().further()) {
                boolean isOfA = String.valueOf(sample.event().message()).contains("order a");
                assertThat(sample.event().origin().host()).isEqualTo(isOfA ? "web-a" : "web-b");
            }
            List<String> orders = List.of("a1", "a2", "a3", "a4", "b0", "b1", "b2", "b3");
            for (int i = 0; i < orders.size(); i++) {
                isOf(orders.get(i), event.samples().further().get(i).event(), event.event());
            }
            assertThat(content.drops()).isEmpty();
        }
    }

    /** Checks that a sample is the very event, and has the frames of the first event of its group. */
    private static void isOf(String order, LogEvent sample, LogEvent first) {
        assertThat(sample.message()).isEqualTo("payment of order " + order + " failed");
        assertThat(sample.template()).isEqualTo("payment of order {} failed");
        assertThat(sample.arguments()).isEqualTo(List.of(order));
        assertThat(sample.level()).isEqualTo(Level.ERROR);
        assertThat(sample.logger()).isEqualTo("com.example.Shop");
        assertThat(sample.mdc()).isEqualTo(Map.of("requestId", "request of " + order));
        Thrown thrown = Objects.requireNonNull(sample.thrown());
        Thrown ofFirst = Objects.requireNonNull(first.thrown());
        assertThat(thrown.message()).isEqualTo("no " + order);
        assertThat(thrown.frames()).isNotEmpty().isEqualTo(ofFirst.frames());
        assertThat(Objects.requireNonNull(thrown.cause()).message()).isEqualTo("cause of " + order);
        assertThat(thrown.cause().frames())
                .isEqualTo(Objects.requireNonNull(ofFirst.cause()).frames());
    }

    @EachRedis
    void storm_isCounted_andWhatIsLeftOutIsToo(LocalRedis redis) throws InterruptedException {
        CentralogConfig config =
                Logs.config(redis).with(Settings.SAMPLES_PER_SECOND, 20).with(Settings.MAX_SAMPLES, 25);
        Instant time = second();
        Told one = log(config, failures("a", 1000, time));
        Told other = log(config, failures("b", 1000, time));
        try (EventSource source = EventSource.open(config, SILENT)) {
            EventWindow.Content content = next(source);

            GatheredEvent event = content.events().get(0);
            assertThat(event.repeats()).isEqualTo(2000);
            assertThat(event.inFull()).isEqualTo(26);
            assertThat(one.taken()).isGreaterThanOrEqualTo(32);
            long leftOut = 0;
            long byRedis = 0;
            for (DropReport drop : content.drops()) {
                assertThat(drop.stream()).isEqualTo(DropReport.SAMPLES);
                leftOut += drop.reason().equals("process") ? drop.count() : 0;
                byRedis += drop.reason().equals("redis") ? drop.count() : 0;
            }
            assertThat(leftOut).isEqualTo(one.leftOut() + other.leftOut()).isPositive();
            assertThat(byRedis).isPositive();
            assertThat(event.inFull()).isEqualTo(one.taken() + other.taken() - leftOut - byRedis);
        }
    }

    @EachRedis(isOneEnough = true)
    void samples_withProcessesFolded_areKeptApart(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis).with(Settings.PER_PROCESS, false);
        Instant time = second();
        log(config, failures("a", 3, time));
        log(config, failures("b", 3, time));
        try (EventSource source = EventSource.open(config, SILENT)) {
            GatheredEvent event = next(source).events().get(0);

            assertThat(event.repeats()).isEqualTo(6);
            assertThat(event.inFull()).isEqualTo(6);
        }
    }

    @EachRedis(isOneEnough = true)
    void event_thatWasCountedBefore_isNotInFullAgain(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        Instant time = second();
        try (Centralog centralog = Centralog.open(config, SILENT);
                EventSource source = EventSource.open(config, SILENT)) {
            Instant now = Instant.ofEpochSecond(Clock.now().getEpochSecond());
            centralog.log(failure("early", now));
            GatheredEvent first = next(source).events().get(0);
            centralog.log(failure("late", now));
            GatheredEvent late = next(source).events().get(0);

            assertThat(first.windowStart()).isEqualTo(late.windowStart()).isAfter(time);
            assertThat(first.delivery()).isNotEqualTo(late.delivery());
            assertThat(first.inFull()).isEqualTo(1);
            assertThat(late.inFull()).isEqualTo(late.repeats()).isEqualTo(1);
        }
    }

    @EachRedis(isOneEnough = true)
    void sample_thatIsRubbish_isUnreadable_andStopsNothing(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        log(config, failures("a", 3, second()));
        String payloads = redis.cliList("KEYS", "*:d:[0-9]*").stream()
                .sorted()
                .findFirst()
                .orElseThrow();
        String script = "for _, f in ipairs(redis.call('HKEYS', KEYS[1])) do"
                + " if #f == 32 then redis.call('HSET', KEYS[1], f, 'rubbish') return f end end";
        redis.cli("EVAL", script, "1", payloads);
        try (EventSource source = EventSource.open(config, SILENT)) {
            EventWindow.Content content = next(source);

            GatheredEvent event = content.events().get(0);
            assertThat(event.repeats()).isEqualTo(3);
            assertThat(event.inFull()).isEqualTo(2);
            assertThat(content.unreadable()).hasSize(1);
            assertThat(content.unreadable().get(0).groupId()).matches(event.groupId() + ":[0-9a-f]{16}:[0-9]+");
        }
    }
}
