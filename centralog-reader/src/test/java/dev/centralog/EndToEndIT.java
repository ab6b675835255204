// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gather.EventReader;
import dev.centralog.gather.EventSource;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Tests from a log call to the reading side, through a real Redis. */
class EndToEndIT {
    private static CentralogConfig config(LocalRedis redis) {
        return CentralogConfig.defaults().with(Settings.REDIS, redis.uri()).with(Settings.APP, "shop");
    }

    @EachRedis(isOneEnough = true)
    void log_fromFourThreads_everyEventIsGatheredOnce(LocalRedis redis) throws InterruptedException {
        int threads = 4;
        int eventsEach = 20_000;
        CentralogStats stats;
        try (Centralog centralog = Centralog.open(config(redis))) {
            CountDownLatch done = new CountDownLatch(threads);
            for (int t = 0; t < threads; t++) {
                startThread(() -> {
                    for (int i = 0; i < eventsEach; i++) {
                        centralog.log(LogEvent.builder()
                                .logger("com.example.Shop")
                                .template("order {} failed")
                                .arguments(i)
                                .message("order " + i + " failed")
                                .level(i % 2 == 0 ? Level.INFO : Level.WARN)
                                .location(new SourceLocation("com.example.Shop", "order", "Shop.java", i % 50))
                                .build());
                    }
                    done.countDown();
                });
            }
            done.await();
            assertThat(centralog.close(Duration.ofSeconds(20))).isZero();
            stats = centralog.stats();
        }

        assertThat(stats.logged()).isEqualTo((long) threads * eventsEach);
        assertThat(stats.acknowledged()).isEqualTo(stats.logged());
        List<GatheredEvent> gathered = gatherAll(redis);
        assertThat(gathered.stream().mapToLong(GatheredEvent::repeats).sum()).isEqualTo(stats.logged());
        assertThat(gathered).hasSize((int) stats.windows());
        assertThat(gathered).allMatch(event -> event.flag() == GatheredEvent.Flag.NONE);
        assertThat(redis.cliList("KEYS", "*")).noneMatch(key -> key.contains(":z:") || key.contains(":Z:"));
    }

    @EachRedis(isOneEnough = true)
    void next_afterLog_isTheSameEvent(LocalRedis redis) throws InterruptedException {
        LogEvent event = LogEvent.builder().message("hello").logger("a.B").build();
        try (Centralog centralog = Centralog.open(config(redis))) {
            centralog.log(event);
            centralog.log(event);
        }

        try (EventReader reader = EventReader.open(config(redis))) {
            GatheredEvent next = reader.next(Duration.ofSeconds(10));

            assertThat(next).isNotNull();
            assertThat(next.repeats()).isEqualTo(2);
            assertThat(next.event().message()).isEqualTo("hello");
            assertThat(next.event().time()).isEqualTo(event.time());
            assertThat(next.event().origin().app()).isEqualTo("shop");
            assertThat(reader.next(Duration.ZERO)).isNull();
        }
    }

    /** Logs three templates that are three groups in the process, and one group in Redis: a batch has its name three times. */
    @EachRedis(isOneEnough = true)
    void templates_thatAreOneWhenTheyAreMasked_areOneGroup(LocalRedis redis) throws InterruptedException {
        try (Centralog centralog = Centralog.open(config(redis).with(Settings.MASK, "pin=\\d+"))) {
            Instant time = Logs.ago(Duration.ofSeconds(10));
            for (int i = 0; i < 30; i++) {
                centralog.log(Logs.event("logon with pin=" + i % 3, time));
            }
        }

        List<GatheredEvent> gathered = gatherAll(redis);
        assertThat(gathered.stream().map(GatheredEvent::groupId).distinct()).hasSize(1);
        assertThat(gathered.stream().mapToLong(GatheredEvent::repeats).sum()).isEqualTo(30);
        assertThat(gathered)
                .allMatch(each -> "logon with ***".equals(each.event().message()));
    }

    private static void startThread(Runnable work) {
        new Thread(work).start();
    }

    private static List<GatheredEvent> gatherAll(LocalRedis redis) throws InterruptedException {
        List<GatheredEvent> gathered = new ArrayList<>();
        try (EventSource source = EventSource.open(config(redis), StatusListener.standardError())) {
            var backlog = source.backlog();
            while (!backlog.isDoneIn(source.backlog())) {
                EventWindow delivery = source.claim(Duration.ofSeconds(1));
                if (delivery != null) {
                    gathered.addAll(delivery.content().events());
                    assertThat(delivery.acknowledge()).isTrue();
                }
            }
        }
        return gathered;
    }
}
