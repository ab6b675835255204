// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.ship.FleetServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests that a fleet's counts are exact, through an outage, and that it spreads what it does over time; it measures nothing. */
class FleetRunIT {
    private static final int PRODUCERS = 500;
    private static final int SLOTS_OF_FLUSH_INTERVAL = 200 / PhaseFigures.SLOT_MILLIS;
    private static final FleetPlan PLAN = new FleetPlan(
            PRODUCERS,
            4,
            1,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            new FleetPlan.Storms(1, Duration.ofSeconds(1)),
            Duration.ofMillis(200),
            new FleetServer.Costs(Duration.ofNanos(54_000), Duration.ofNanos(14_000), Duration.ofNanos(111_000)));

    @Test
    void fleet_throughStormsAndAnOutage_isExactAndSpread() throws InterruptedException {
        FleetOutcome outcome = new FleetRun(PLAN).run();

        assertThat(outcome.gathered()).isEqualTo(outcome.logged() - outcome.dropped());
        assertThat(outcome.dropped()).isZero();
        assertThat(outcome.logged()).isEqualTo((1 + 1 + 1 + 2) * PRODUCERS);
        assertThat(outcome.signs()).isGreaterThanOrEqualTo(2 * PRODUCERS); // start and end; a few are alive, too
        assertThat(outcome.running().fields()).isGreaterThanOrEqualTo(PRODUCERS);
        assertThat(outcome.looks()).hasSize(3).allMatch(each -> each.sentBytes() > 10 * PRODUCERS);
        assertThat(FleetReport.of(outcome)).contains("exact").doesNotContain("NOT");
        // All log in the same moment; by the times that they have drawn they flush in the whole of the interval behind
        // it.
        assertThat(of(outcome, "storms").mostInSlot()).isLessThan(3 * PRODUCERS / SLOTS_OF_FLUSH_INTERVAL);
        assertThat(of(outcome, "back").mostConnectsInSlot()).isLessThan(PRODUCERS / 10);
        assertThat(outcome.phases()).allMatch(each -> each.figures().timeouts() == 0);
    }

    private static PhaseFigures of(FleetOutcome outcome, String phase) {
        return outcome.phases().stream()
                .filter(each -> each.name().equals(phase))
                .findFirst()
                .orElseThrow()
                .figures();
    }
}
