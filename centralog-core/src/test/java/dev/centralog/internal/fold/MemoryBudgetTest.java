// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.ship.Producers;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

/** Tests that the budget is never exceeded, however many threads ask for more than there is. */
class MemoryBudgetTest {
    private final MemoryBudget budget = new MemoryBudget(1000);

    @Test
    void reserve_fromThreeQuartersOn_isForWhatMatters() {
        assertThat(budget.reserve(750, false)).isTrue();
        assertThat(budget.hasRoom(1, false)).isFalse();
        assertThat(budget.reserve(1, false)).isFalse();

        assertThat(budget.hasRoom(250, true)).isTrue();
        assertThat(budget.reserve(251, true)).isFalse();
        assertThat(budget.reserve(250, true)).isTrue();
        assertThat(budget.used()).isEqualTo(1000);
    }

    @Test
    void reserve_ofTooMuch_takesNoRoomFromOthers() throws InterruptedException {
        ExecutorService greedy = Producers.startOnThreads(3, thread -> {
            for (int i = 0; i < 1_000_000; i++) {
                assertThat(budget.reserve(1001, true)).isFalse();
            }
        });
        long most = 0;
        int refused = 0;
        while (!greedy.isTerminated()) {
            most = Math.max(most, budget.used());
            refused += budget.reserve(1000, true) ? 0 : 1;
            budget.release(budget.used());
        }

        assertThat(most).isLessThanOrEqualTo(1000);
        assertThat(refused).isZero();
    }
}
