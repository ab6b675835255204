// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.ActionTotals;
import dev.centralog.CentralogConfig;
import dev.centralog.DropReason;
import dev.centralog.internal.fold.DrainSource.DrainContext;
import dev.centralog.internal.fold.DrainSource.DrainedCount;
import dev.centralog.internal.time.StandingClock;
import dev.centralog.internal.wire.Window;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Tests of entries that the shipper drains. */
class ActionDrainTest {
    private final MemoryBudget budget = new MemoryBudget(1 << 20);
    private final ProducerCounters counters = new ProducerCounters();
    private final ActionFolder table =
            new ActionFolder(CentralogConfig.defaults(), budget, counters, StandingClock.ZERO);
    private final ActionDrain slices = new ActionDrain(table, Duration.ZERO);
    private final List<DrainedCount> counts = new ArrayList<>();

    private void drain() {
        slices.admitFresh();
        slices.drain(new DrainContext(0, 0, 0, false, false), new DrainSource.Sink() {
            @Override
            public boolean wantsMore() {
                return true;
            }

            @Override
            public void line(Window window, DrainedCount count) {
                counts.add(count);
            }

            @Override
            public void endOfWindow() {}
        });
    }

    private static ActionEntry entryOf(DrainedCount count) {
        return (ActionEntry) Objects.requireNonNull(count.entry());
    }

    private void confirmAll() {
        for (DrainedCount count : counts) {
            slices.confirmed(entryOf(count));
        }
        counts.clear();
    }

    @Test
    void entry_shutByACallerOfAClosedTable_staysShutAndGoes() {
        table.count(1, null, 0, "view");
        drain();
        ActionEntry entry = entryOf(counts.get(0));
        entry.increment();
        assertThat(entry.shut().count()).isEqualTo(1);

        assertThat(entry.take().count()).isZero();
        assertThat(entry.increment()).isFalse();
        assertThat(entry.totals()).isNull();
        drain();
        assertThat(slices.isEmpty()).isTrue();
        confirmAll();
        assertThat(budget.used()).isZero();
    }

    @Test
    void totals_thatCantBeEncoded_areDroppedAndTheRestGoesOn() {
        table.count(1, null, 0, "view");
        table.count(2, null, 0, "view");
        drain();
        ActionEntry entry = entryOf(counts.get(0));
        confirmAll();
        BigDecimal hostile = new BigDecimal(1) {
            private static final long serialVersionUID = 1;

            @Override
            public BigDecimal setScale(int newScale) {
                throw new IllegalStateException("hostile");
            }

            @Override
            public BigDecimal setScale(int newScale, RoundingMode mode) {
                throw new IllegalStateException("hostile");
            }
        };
        entry.increment();
        entry.replace(
                ActionAccumulator.NONE,
                new ActionAccumulator(3, new ActionTotals(3, hostile, hostile, hostile, 0, null, null, List.of())));
        budget.charge(200);

        drain();
        assertThat(counts)
                .singleElement()
                .satisfies(count -> assertThat(count.line().repeats()).isEqualTo(1));
        assertThat(counters.dropped()).isEqualTo(Map.of(DropReason.UNREADABLE, 3L));
        confirmAll();

        assertThat(entry.increment()).isTrue();
        drain();
        assertThat(counts).hasSize(1);
        confirmAll();
        drain();
        assertThat(slices.isEmpty()).isTrue();
        assertThat(budget.used()).isZero();
    }
}
