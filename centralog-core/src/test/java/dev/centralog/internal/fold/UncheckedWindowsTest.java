// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.fold.DrainSource.DrainContext;
import dev.centralog.internal.fold.DrainSource.DrainedCount;
import dev.centralog.internal.wire.HostClock;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Tests of events that are folded by a clock that was not compared with Redis's, and of their windows after the
 * comparison.
 */
class UncheckedWindowsTest {
    private static final HostClock BEHIND = HostClock.unchecked(0).behindRedis(3600);
    private static final long NOW = DrainedFolder.secondsAgo(0);

    private final DrainedFolder folds = new DrainedFolder(1 << 20);
    private final Map<Window, Long> drained = new HashMap<>();
    private int firsts;

    private void drain() {
        drain(false);
    }

    private void drain(boolean isLast) {
        folds.windows.admitFresh();
        DrainContext now = new DrainContext(DrainedFolder.REDIS_MILLIS, 0, drained.size(), true, isLast);
        folds.windows.drain(now, new DrainSource.Sink() {
            @Override
            public boolean wantsMore() {
                return true;
            }

            @Override
            public void line(Window window, DrainedCount count) {
                drained.merge(window, count.line().repeats(), Long::sum);
                firsts += count.first() ? 1 : 0;
                folds.windows.confirmed(Objects.requireNonNull(count.entry()));
            }

            @Override
            public void endOfWindow() {}
        });
    }

    @Test
    void windows_beforeRedisHasToldItsTime_areUnchecked() {
        folds.table.correctClock(HostClock.unchecked(0));
        folds.fold("a", NOW);
        drain();
        folds.table.correctClock(HostClock.unchecked(-60)); // the host's clock was set a minute ahead
        folds.fold("a", NOW + 60);
        drain();

        Window unchecked = new Window(Signal.EVENTS, NOW + Window.UNCHECKED, 1);
        assertThat(drained).isEqualTo(Map.of(unchecked, 2L));
        assertThat(unchecked.isChecked()).isFalse();
        assertThat(BEHIND.window(unchecked)).isEqualTo(Window.second(NOW + 3600));
    }

    @Test
    void windows_onceRedisHasToldItsTime_areRedisSecondsForBoth() {
        folds.table.correctClock(HostClock.unchecked(0));
        folds.fold("a", NOW - 3605);
        folds.table.correctClock(BEHIND);
        folds.fold("a", NOW - 3605);
        drain();
        assertThat(drained).isEqualTo(Map.of(Window.second(NOW - 5), 2L));

        folds.table.correctClock(BEHIND.behindRedis(10));
        folds.fold("a", NOW - 15);
        drain();
        assertThat(drained).isEqualTo(Map.of(Window.second(NOW - 5), 3L));
        drain();
        assertThat(folds.budget.used()).isZero();
    }

    /** Covers a thread that is interrupted between reading the correction and finding its group. */
    @Test
    void thread_withTheOlderCorrection_countsIntoTheSameSecond() {
        folds.table.correctClock(HostClock.unchecked(0));
        folds.fold(TestEvent.of("a", NOW - 3605), new TestEvent.View() {
            @Override
            public long epochSecond(TestEvent event) {
                folds.table.correctClock(BEHIND);
                drain();
                return super.epochSecond(event);
            }
        });
        assertThat(drained).isEmpty();
        drain();

        assertThat(drained).isEqualTo(Map.of(Window.second(NOW - 5), 1L));
        drain();
        assertThat(folds.windows.isEmpty()).isTrue();
        assertThat(folds.budget.used()).isZero();
    }

    /** Checks that the entry is kept for further events of its second, and no longer. */
    @Test
    void entry_ofAnUncheckedWindow_lastsAsLongAsItsSecondByRedis() {
        folds.table.correctClock(HostClock.unchecked(0));
        folds.fold("a", NOW - 3600);
        folds.table.correctClock(BEHIND);
        drain();
        assertThat(folds.windows.isEmpty()).isFalse();
        folds.table.correctClock(HostClock.unchecked(0).behindRedis(3596));
        drain();
        assertThat(folds.windows.isEmpty()).isTrue();
    }

    /** Checks that one group in one second is one row, however many entries it has had here. */
    @Test
    void second_thatIsCountedByBothClocks_isTheFirstOfItsGroupOnce() {
        folds.table.correctClock(HostClock.unchecked(0));
        folds.fold("a", NOW - 3600);
        folds.fold("b", NOW - 3600);
        folds.fold("a", NOW - 3599);
        folds.table.correctClock(BEHIND);
        folds.fold("a", NOW - 3600);
        drain();
        assertThat(firsts).isEqualTo(3);

        folds.fold("b", NOW - 3600);
        folds.fold("b", NOW - 3599);
        drain();
        assertThat(firsts).isEqualTo(4);
        assertThat(drained).isEqualTo(Map.of(Window.second(NOW), 4L, Window.second(NOW + 1), 2L));
    }

    @Test
    void second_thatIsCountedByBothClocks_isTheFirstOfItsGroupOnce_alsoAtTheEnd() {
        folds.table.correctClock(HostClock.unchecked(0));
        folds.fold("a", NOW - 3600);
        folds.table.correctClock(BEHIND);
        folds.fold("a", NOW - 3600);
        drain(true);

        assertThat(firsts).isEqualTo(1);
        assertThat(drained).isEqualTo(Map.of(Window.second(NOW), 2L));
        assertThat(folds.windows.isEmpty()).isTrue();
    }

    @Test
    void second_whoseFirstEntryWasSentBeforeTheOtherCame_isTheFirstOfItsGroupOnce() {
        folds.table.correctClock(HostClock.unchecked(0));
        folds.fold("a", NOW - 3600);
        folds.table.correctClock(BEHIND);
        drain();
        folds.fold("a", NOW - 3600);
        drain(true);

        assertThat(firsts).isEqualTo(1);
        assertThat(drained).isEqualTo(Map.of(Window.second(NOW), 2L));
    }

    @Test
    void times_farBeyondAll_areCounted() {
        for (HostClock host : List.of(HostClock.unchecked(0), BEHIND)) {
            folds.table.correctClock(host);
            for (long second : new long[] {
                Long.MIN_VALUE, Long.MAX_VALUE, Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()
            }) {
                folds.fold(TestEvent.of("a", 0), new TestEvent.View() {
                    @Override
                    public long epochSecond(TestEvent event) {
                        return second;
                    }
                });
            }
        }
        drain();

        assertThat(drained.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(8);
        assertThat(drained.keySet()).allMatch(Window::isChecked);
        assertThat(drained).containsEntry(Window.second(Instant.MAX.getEpochSecond() + 3600), 2L);
        assertThat(folds.counters.dropped()).isEmpty();
    }
}
