// SPDX-License-Identifier: Apache-2.0
package dev.centralog.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.LongForm;
import dev.centralog.testkit.OtherClock;
import dev.centralog.tools.audit.Audit;
import dev.centralog.tools.audit.Balance;
import dev.centralog.tools.audit.Figures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests with a Redis whose clock is days ahead, or behind, for some seconds: nothing waits for days, and nothing is
 * doubled.
 */
@LongForm
class ClockAheadIT {
    /**
     * Sets the clock off while a gatherer works. A producer that is idle at that time is not disturbed. Actions that
     * are sealed by that clock are in its slices, without a flag.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 400, -1})
    void clockOfRedis_offWhileGathererWorks_isCountedOnce(int days, @TempDir Path directory) {
        int times = 20;
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                OtherClock clock = OtherClock.of(redis.port());
                FaultRun run = FaultRun.of("Redis's clock " + days + " days ahead for some seconds", directory)) {
            CentralogConfig config = FaultRun.config(clock.port());
            List<Traffic> all = List.of(run.produce(config), run.produce(config));
            Traffic resting = run.produce(config);
            run.gather(config);
            run.awaitMoreRows(100);
            for (int i = 0; i < times; i++) {
                resting.rest();
                setAheadFor(run, clock, days, all);
                resting.goOn();
                run.await(500, 500);
            }

            Audit audit = end(run, times, redis);
            assertThat(audit.events().otherTime()).as("flagged").isPositive();
        }
    }

    /** Checks that everything in windows of future days is sealed once the clock is right: at once, and flagged. */
    @Test
    void clockOfRedis_aheadWhileNobodyGathers_isCountedOnceAndFlagged(@TempDir Path directory) {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                OtherClock clock = OtherClock.of(redis.port());
                FaultRun run = FaultRun.of("the same, and a gatherer that comes after", directory)) {
            CentralogConfig config = FaultRun.config(clock.port());
            List<Traffic> all = List.of(run.produce(config), run.produce(config));
            setAheadFor(run, clock, 1, all);
            run.gather(config);

            Audit audit = end(run, 1, redis);
            assertThat(audit.events().otherTime()).as("flagged").isPositive();
            assertThat(audit.actions().otherTime()).as("flagged").isPositive();
        }
    }

    /**
     * Waits until nothing is left in Redis, for any day, and returns the audit. A row that has counts of its own second
     * and of others has no flag, so the test does not check how many counts are in another second.
     */
    private static Audit end(FaultRun run, int times, LocalRedis redis) {
        Audit audit = run.end(times, FaultRun.config(redis.port()));
        for (Balance each : List.of(audit.events(), audit.actions())) {
            assertThat(each.figures())
                    .as("%s", audit.lines())
                    .isEqualTo(new Figures(0, 0, 0, each.figures().misWindowed()));
            assertThat(each.dropped()).isEmpty();
            assertThat(each.logged()).isPositive();
        }
        return audit;
    }

    private static void setAheadFor(FaultRun run, OtherClock clock, int days, List<Traffic> all) {
        awaitMore(all);
        clock.setAhead(Duration.ofDays(days));
        awaitMore(all);
        run.await(1500, 500);
        clock.setAhead(Duration.ZERO);
        awaitMore(all);
    }

    private static void awaitMore(List<Traffic> all) {
        for (Traffic each : all) {
            long events = each.stats().acknowledged() + 100;
            long actions = each.actionStats().acknowledged() + 100;
            Awaitility.await()
                    .atMost(FaultRun.LIMIT)
                    .until(() -> each.stats().acknowledged() > events
                            && each.actionStats().acknowledged() > actions);
        }
    }
}
