// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogException;
import dev.centralog.gatherer.engine.Outages.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutagesTest {
    private final List<String> said = new ArrayList<>();
    private long now;
    private final Outages outages = new Outages((severity, message, cause) -> said.add(message), () -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void ends_oneLoop_isSaidInOneLineWithWhatWaits() {
        outages.restOf("windows", () -> 34);
        outages.restOf("slices", () -> 2);

        outages.begins(Peer.DATABASE);
        pass(Duration.ofMillis(1_250));
        outages.retried(Peer.DATABASE);
        outages.retried(Peer.DATABASE);
        outages.ends(Peer.DATABASE, true);

        assertThat(said)
                .containsExactly(
                        "Database available again after 1.3 s (3 attempts); backlog in Redis: 34 windows, 2 slices");
        assertThat(outages.away(Peer.DATABASE)).isEqualTo(Duration.ofMillis(1_250));
        assertThat(outages.away(Peer.REDIS)).isZero();
        assertThat(outages.retries()).isEqualTo(2);
    }

    @Test
    void ends_twoLoops_isOneOutageFromTheFirstFailureToTheLastSuccess() {
        outages.begins(Peer.REDIS);
        pass(Duration.ofSeconds(1));
        outages.begins(Peer.REDIS);
        pass(Duration.ofSeconds(1));
        outages.ends(Peer.REDIS, true);
        assertThat(said).isEmpty();
        pass(Duration.ofSeconds(1));
        outages.ends(Peer.REDIS, true);

        assertThat(said).hasSize(1);
        assertThat(outages.away(Peer.REDIS)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void away_outageThatLasts_isCounted() {
        outages.begins(Peer.REDIS);
        pass(Duration.ofSeconds(5));

        assertThat(outages.away(Peer.REDIS)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void ends_givenUp_isNotSaid() {
        outages.begins(Peer.DATABASE);
        pass(Duration.ofSeconds(5));
        outages.ends(Peer.DATABASE, false);

        assertThat(said).isEmpty();
        assertThat(outages.away(Peer.DATABASE)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void ends_redisAwayToo_saysThatTheRestIsNotKnown() {
        outages.restOf("windows", () -> {
            throw new CentralogException("Redis is away");
        });
        outages.begins(Peer.DATABASE);
        outages.ends(Peer.DATABASE, true);

        assertThat(said).singleElement().asString().endsWith("; backlog in Redis: not known");
    }
}
