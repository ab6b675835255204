// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import static dev.centralog.internal.fold.DrainedFolder.secondsAgo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.DropReason;
import dev.centralog.internal.ship.Producers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of many writers against one taker that closes entries and removes groups as fast as it can. */
class EventFolderLawTest {
    private static final int WRITERS = 4;
    private static final int EVENTS_EACH = 50_000;
    private static final long LARGE = 64 << 20;

    /** Uses windows that are all over, so that each drain closes all entries and removes their groups. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 5", "7, 3", "500, 2", "50000, 1"})
    void events_ofGroupsThatComeAndGo_areTakenOnce(int groups, int windows) throws InterruptedException {
        DrainedFolder folds = new DrainedFolder(LARGE);
        ExecutorService writers = write(folds, groups, windows);
        while (!writers.isTerminated()) {
            folds.drain();
        }
        folds.drain();

        assertThat(folds.counters.dropped()).isEmpty();
        assertThat(folds.repeats()).isEqualTo(WRITERS * EVENTS_EACH);
        assertEmpty(folds);
    }

    /** Makes the taker wait until something was dropped, so that it takes while the buffer is full. */
    @ParameterizedTest
    @CsvSource({"500, 2", "3000, 1"})
    void events_thatMeetAFullBuffer_areTakenOrDroppedOnce(int groups, int windows) throws InterruptedException {
        DrainedFolder folds = new DrainedFolder(96 << 10);
        ExecutorService writers = write(folds, groups, windows);
        while (folds.counters.dropped().isEmpty()) {
            Thread.onSpinWait();
        }
        while (!writers.isTerminated()) {
            assertThat(folds.budget.used()).isLessThanOrEqualTo(96 << 10);
            folds.drain();
        }
        folds.drain();

        assertThat(folds.counters.dropped()).containsOnlyKeys(DropReason.BUFFER_FULL);
        assertThat(folds.repeats() + folds.counters.dropped(DropReason.BUFFER_FULL))
                .isEqualTo(WRITERS * EVENTS_EACH);
        assertThat(folds.counters.logged.sum()).isEqualTo(WRITERS * EVENTS_EACH);
        assertEmpty(folds);
    }

    private static ExecutorService write(DrainedFolder folds, int groups, int windows) {
        long last = secondsAgo(10);
        return Producers.startOnThreads(WRITERS, writer -> {
            for (int i = 0; i < EVENTS_EACH; i++) {
                folds.fold("group " + i % groups, last - i / 7 % windows);
            }
        });
    }

    private static void assertEmpty(DrainedFolder folds) {
        assertThat(folds.table.groups()).isZero();
        assertThat(folds.budget.used()).isZero();
        assertThat(folds.windows.isEmpty()).isTrue();
    }

    /** Checks that the first writer opens the group's entry, and that no other one opens a second entry. */
    @Test
    void writers_ofOneWindow_openOneEntryAGroup() throws InterruptedException {
        DrainedFolder folds = new DrainedFolder(LARGE);
        int groups = 20_000;
        long second = secondsAgo(0);
        Producers.onThreads(WRITERS, writer -> {
            for (int i = 0; i < groups; i++) {
                folds.fold("group " + i, second);
            }
        });

        assertThat(folds.counters.opened.sum()).isEqualTo(groups);
        assertThat(folds.counters.folded()).isEqualTo((WRITERS - 1L) * groups);
        assertThat(folds.table.groups()).isEqualTo(groups);
        assertThat(folds.counters.dropped()).isEmpty();
    }

    /** Keeps entries of the running second while those of the past are removed: a group has both kinds all the time. */
    @Test
    void windows_ofOneGroup_comeAndGoBesideOneThatStays() throws InterruptedException {
        DrainedFolder folds = new DrainedFolder(LARGE);
        long ahead = secondsAgo(-8);
        long past = secondsAgo(10);
        ExecutorService writers = Producers.startOnThreads(WRITERS, writer -> {
            for (int i = 0; i < EVENTS_EACH; i++) {
                folds.fold("group", i % 2 == 0 ? ahead : past - i % 5);
            }
        });
        while (!writers.isTerminated()) {
            folds.drain();
        }
        folds.drain();

        assertThat(folds.repeats()).isEqualTo(WRITERS * EVENTS_EACH);
        assertThat(folds.counters.dropped()).isEmpty();
        long left = folds.windows.abandon();
        assertThat(left).isZero();
        assertEmpty(folds);
    }

    /**
     * Checks that a thread that pushed while the table was closed finds that the shipper has ended, and frees the
     * bytes that it charged.
     */
    @Test
    void close_asTheShipperDoesIt_leavesNothingCharged() throws InterruptedException {
        long second = secondsAgo(0);
        for (int round = 0; round < 100; round++) {
            DrainedFolder folds = new DrainedFolder(LARGE);
            ExecutorService writers = Producers.startOnThreads(3, writer -> {
                for (int i = 0; !folds.table.isClosed(); i++) {
                    folds.fold("group " + i + " of " + writer, second);
                }
            });
            while (folds.counters.opened.sum() < 5) {
                Thread.onSpinWait();
            }
            folds.table.close();
            long left = folds.windows.abandon();
            assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

            assertThat(left + folds.counters.dropped(DropReason.CLOSED)).isEqualTo(folds.counters.logged.sum());
            assertThat(folds.budget.used()).isZero();
        }
    }
}
