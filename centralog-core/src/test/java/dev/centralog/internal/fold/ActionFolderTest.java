// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.internal.time.StandingClock;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests that chains stay short, whatever ids outsiders choose. */
class ActionFolderTest {
    private static final int PAIRS = 50_000;
    private static final int LONGEST_CHAIN = 32;

    private final ProducerCounters counters = new ProducerCounters();
    private final ActionFolder table =
            new ActionFolder(CentralogConfig.defaults(), new MemoryBudget(1 << 30), counters, StandingClock.ZERO);

    /** Counts pairs for the first time; each new entry is the head of its chain. */
    private void countNew(IntConsumer call) {
        for (int i = 0; i < PAIRS; i++) {
            call.accept(i);
            int length = 0;
            for (ActionEntry each = table.fresh(); each != null; each = each.next()) {
                length++;
            }
            assertThat(length).as("chain of pair %d", i).isBetween(1, LONGEST_CHAIN);
        }
        assertThat(counters.opened.sum()).isEqualTo(PAIRS);
        assertThat(counters.dropped()).isEmpty();
    }

    private void countAgain(IntConsumer call) {
        IntStream.range(0, PAIRS).forEach(call);
        assertThat(table.fresh()).isNull();
        assertThat(counters.opened.sum()).isEqualTo(PAIRS);
    }

    @Test
    void users_withTextsOfOneHash_areSpread() {
        assertThat(CollidingTexts.number(1).hashCode())
                .isEqualTo(CollidingTexts.number(50_001).hashCode());
        countNew(i -> table.count(0, CollidingTexts.number(i), 0, "logon"));
        countAgain(i -> table.count(0, CollidingTexts.number(i), 0, "logon"));
    }

    @Test
    void actions_withTextsOfOneHash_areSpread() {
        countNew(i -> table.count(1, null, 0, CollidingTexts.number(i)));
        countAgain(i -> table.count(1, null, 0, CollidingTexts.number(i)));
    }

    @Test
    void users_ofTenants_areSpread() {
        countNew(i -> table.count((long) (i / 200) << 32 | i % 200, null, 1, null));
    }

    @Test
    void numbers_ofUsersAndActions_areSpread() {
        countNew(i -> table.count(i / 200, null, 31 * (i % 200), null));
    }
}
