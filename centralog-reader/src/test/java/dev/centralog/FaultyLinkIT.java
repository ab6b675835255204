// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gather.EventSource;
import dev.centralog.gather.EventWindow;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.FaultyLink;
import dev.centralog.testkit.FaultyLink.Behaviour;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.RandomCuts;
import java.time.Duration;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests with connections that are cut in the middle of requests and of replies, again and again. */
@Execution(ExecutionMode.CONCURRENT)
class FaultyLinkIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int CUTS = Faults.times(10, 200);

    private final RandomCuts cuts = RandomCuts.seeded("FaultyLinkIT");

    @EachRedis(isOneEnough = true)
    void producer_cutOften_isExact(LocalRedis redis) throws InterruptedException {
        long logged;
        CentralogStats stats;
        try (FaultyLink link = FaultyLink.to(redis.port(), cuts);
                Centralog centralog = Logs.open(Logs.config(link.port()))) {
            logged = Logs.logUntil(centralog, () -> link.cuts() >= CUTS ? 1 : 0);
            cuts.repair();
            assertThat(centralog.close(LONG)).isZero();
            stats = centralog.stats();
        }

        assertThat(stats.acknowledged()).isEqualTo(logged);
        assertThat(Logs.gatherAll(Logs.config(redis)).stored()).isEqualTo(logged);
    }

    @EachRedis(isOneEnough = true)
    void reader_cutOften_storesEachRowOnce(LocalRedis redis) throws InterruptedException {
        try (Centralog centralog = Logs.open(Logs.config(redis))) {
            for (int i = 0; i < 20_000; i++) {
                centralog.log(Logs.event("event " + i % 100, Logs.ago(Duration.ofSeconds(10 + i % 40))));
            }
            assertThat(centralog.close(LONG)).isZero();
        }
        Logs stored = new Logs();
        try (FaultyLink link = FaultyLink.to(redis.port(), cuts)) {
            while (link.cuts() < CUTS) {
                readSome(link, stored);
            }
        }

        Logs rest = Logs.gatherAll(Logs.config(redis));
        rest.events()
                .forEach(event -> stored.store(
                        new EventWindow.Content(java.util.List.of(event), java.util.List.of(), java.util.List.of())));
        assertThat(stored.stored()).isEqualTo(20_000);
        assertThat(stored.events()).allMatch(event -> event.flag() == dev.centralog.gather.GatheredEvent.Flag.NONE);
    }

    private static void readSome(FaultyLink link, Logs stored) throws InterruptedException {
        try (EventSource source = EventSource.open(Logs.config(link.port()), (severity, message, cause) -> {})) {
            for (int i = 0; i < 5; i++) {
                EventWindow delivery = source.claim(Duration.ZERO);
                if (delivery == null) {
                    return;
                }
                stored.store(delivery.content());
                delivery.acknowledge();
            }
        } catch (CentralogException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @EachRedis(isOneEnough = true)
    void producer_onSlowLink_isExact(LocalRedis redis) throws InterruptedException {
        try (FaultyLink link = FaultyLink.to(redis.port(), connection -> Behaviour.late(Duration.ofMillis(40)));
                Centralog centralog = Logs.open(Logs.config(link.port()))) {
            for (int i = 0; i < 5_000; i++) {
                centralog.log(Logs.event("event " + i % 100, Logs.ago(Duration.ofSeconds(i % 20))));
            }
            assertThat(centralog.close(LONG)).isZero();
            assertThat(centralog.stats().acknowledged()).isEqualTo(5_000);
        }
        assertThat(Logs.gatherAll(Logs.config(redis)).stored()).isEqualTo(5_000);
    }
}
