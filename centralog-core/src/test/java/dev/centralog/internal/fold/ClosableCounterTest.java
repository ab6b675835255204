// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.ship.Producers;
import dev.centralog.testkit.Faults;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that an increment either is taken once, or returns that it was not counted; never both, never neither. */
class ClosableCounterTest {
    private static final int ROUNDS = Faults.times(10_000, 20_000);

    private static final class Count extends ClosableCounter {
        Count(long initial) {
            super(initial);
        }
    }

    /** A count, the number of increments that its writers believe to have counted, and the number that was taken. */
    private static final class Round {
        final Count count = new Count(0);
        final AtomicLong counted = new AtomicLong();
        final AtomicLong taken = new AtomicLong();
        final AtomicLong tooLate = new AtomicLong();
        volatile boolean over;

        void incrementUntilClosed() {
            boolean late = false;
            long own = 0;
            while (!late && count.increment()) {
                own++;
                late = over && count.increment();
            }
            counted.addAndGet(own);
            tooLate.addAndGet(late ? 1 : 0);
        }

        /** Takes and closes as soon as a writer is there. */
        void takeAndClose(int takes) {
            while (count.isCountZero() && !count.isCountClosed()) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < takes; i++) {
                taken.addAndGet(count.takeCount());
            }
            taken.addAndGet(count.closeCount());
            over = true;
        }
    }

    /**
     * Moves all threads from count to count; the writers move when an increment returns that the count is closed. One
     * closer also takes, as the shipper does; with a second closer, both close at once.
     */
    @ParameterizedTest
    @CsvSource({"1, 1, 0", "2, 1, 0", "2, 1, 3", "3, 1, 20", "1, 2, 0", "3, 2, 0", "3, 2, 3"})
    void increments_underATakerAndClosers_areTakenOnce(int writers, int closers, int takes)
            throws InterruptedException {
        Round[] rounds = new Round[ROUNDS];
        Arrays.setAll(rounds, i -> new Round());
        Producers.onThreads(writers + closers, number -> {
            for (Round round : rounds) {
                if (number < writers) {
                    round.incrementUntilClosed();
                } else {
                    round.takeAndClose(number == writers ? takes : 0);
                }
            }
        });

        for (Round round : rounds) {
            assertThat(round.taken).hasValue(round.counted.get());
            assertThat(round.tooLate).hasValue(0);
            assertStaysClosed(round.count);
        }
    }

    private static void assertStaysClosed(ClosableCounter count) {
        assertThat(count.isCountClosed()).isTrue();
        assertThat(count.increment()).isFalse();
        assertThat(count.takeCount()).isZero();
        assertThat(count.isCountClosed()).isTrue();
        assertThat(count.increment()).isFalse();
        assertThat(count.isCountZero()).isTrue();
        assertThat(count.closeCount()).isZero();
    }

    @Test
    void counts_takenUnderWriters_addUpWithoutAClose() throws InterruptedException {
        Count count = new Count(0);
        ExecutorService writers = Producers.startOnThreads(3, number -> {
            for (int i = 0; i < 300_000; i++) {
                assertThat(count.increment()).isTrue();
            }
        });
        long taken = 0;
        while (!writers.isTerminated()) {
            taken += count.takeCount();
        }
        assertThat(count.isCountZero()).isEqualTo(taken == 900_000);
        taken += count.takeCount();

        assertThat(taken).isEqualTo(900_000);
        assertThat(count.isCountZero()).isTrue();
        assertThat(count.isCountClosed()).isFalse();
    }
}
