// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.CentralogConfig;
import dev.centralog.DropReason;
import dev.centralog.internal.fold.ActionDrain;
import dev.centralog.internal.fold.ActionFolder;
import dev.centralog.internal.fold.DrainSource;
import dev.centralog.internal.fold.DrainSource.DrainContext;
import dev.centralog.internal.fold.DrainSource.DrainedCount;
import dev.centralog.internal.fold.DrainedFolder;
import dev.centralog.internal.fold.MemoryBudget;
import dev.centralog.internal.fold.ProducerCounters;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.time.StandingClock;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Memory that runs out during a drain: what was taken out of an entry is handed on or counted as dropped. */
class DrainFaultTest {
    private static final int GROUPS = 5;
    private static final int REPEATS = 3;

    private static final Clock CLOCK = new StandingClock(DrainedFolder.REDIS_MILLIS, 0);

    private final DrainedFolder folds = new DrainedFolder(1 << 20);
    private final MemoryBudget budget = new MemoryBudget(1 << 20);
    private final ProducerCounters counters = new ProducerCounters();
    private final ActionFolder actions = new ActionFolder(CentralogConfig.defaults(), budget, counters, CLOCK);
    private final ActionDrain slices = new ActionDrain(actions, Duration.ZERO);

    /** A sink that takes all lines but one. */
    private static final class ForgetfulSink implements DrainSource.Sink {
        private final List<DrainedCount> taken = new ArrayList<>();
        private int untilFault;

        ForgetfulSink(int untilFault) {
            this.untilFault = untilFault;
        }

        @Override
        public boolean wantsMore() {
            return true;
        }

        @Override
        public void line(Window window, DrainedCount count) {
            if (untilFault-- == 0) {
                throw new OutOfMemoryError("injected");
            }
            taken.add(count);
        }

        @Override
        public void endOfWindow() {}

        long repeats() {
            return taken.stream().mapToLong(count -> count.line().repeats()).sum();
        }
    }

    static IntStream lines() {
        return IntStream.range(0, GROUPS);
    }

    private void report(long second) {
        for (int i = 0; i < GROUPS * REPEATS; i++) {
            folds.fold("group " + i % GROUPS, second);
        }
    }

    private void drain(DrainSource source, ForgetfulSink sink, int round, boolean last) {
        source.admitFresh();
        source.drain(new DrainContext(CLOCK.epochMillis(), round, round, false, last), sink);
    }

    private void assertAllCounted(DrainSource source, ForgetfulSink sink, MemoryBudget of) {
        assertThatThrownBy(() -> drain(source, sink, 1, false)).isInstanceOf(OutOfMemoryError.class);
        long dropped = source.counters().dropped(DropReason.FAULT);
        assertThat(dropped).isEqualTo(REPEATS);

        for (int round = 2; round < 4; round++) { // actions: what is left of the round, then what failed in it
            drain(source, sink, round, true);
        }

        assertThat(sink.repeats() + dropped).isEqualTo((long) GROUPS * REPEATS);
        assertThat(source.counters().dropped(DropReason.FAULT)).isEqualTo(dropped);
        assertThat(source.isEmpty()).isTrue();
        sink.taken.forEach(count -> source.confirmed(Objects.requireNonNull(count.entry())));
        assertThat(of.used()).isZero();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void events_ofTheRunningSecond_areHandedOnOrDropped(int fault) {
        report(DrainedFolder.secondsAgo(-5));

        assertAllCounted(folds.windows, new ForgetfulSink(fault), folds.budget);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void events_ofASecondThatIsOver_areHandedOnOrDropped(int fault) {
        report(DrainedFolder.secondsAgo(10));

        assertAllCounted(folds.windows, new ForgetfulSink(fault), folds.budget);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void actions_areHandedOnOrDropped(int fault) {
        for (int i = 0; i < GROUPS * REPEATS; i++) {
            actions.count(i % GROUPS, null, 0, "view");
        }

        assertAllCounted(slices, new ForgetfulSink(fault), budget);
    }
}
