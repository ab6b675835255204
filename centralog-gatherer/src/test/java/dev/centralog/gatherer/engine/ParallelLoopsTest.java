// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.CentralogException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ParallelLoopsTest {
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ParallelLoops both = new ParallelLoops(stop::countDown);
    private final AtomicBoolean ended = new AtomicBoolean();

    private final Callable<Boolean> untilStopped = () -> {
        stop.await();
        ended.set(true);
        return true;
    };

    private static final Callable<Boolean> FAILING = () -> {
        throw new CentralogException("no");
    };

    @Test
    void run_bothEnd_answersForBoth() throws Exception {
        assertThat(both.run(() -> true, () -> true, "other")).isTrue();
        assertThat(both.run(() -> true, () -> false, "other")).isFalse();
        assertThat(both.run(() -> false, () -> true, "other")).isFalse();
        assertThat(stop.getCount()).isEqualTo(1);
    }

    @Test
    void run_oneThere_isOnAThreadOfThatName() throws Exception {
        assertThat(both.run(() -> true, () -> Thread.currentThread().getName().equals("other"), "other"))
                .isTrue();
    }

    @Test
    void run_oneHereFails_stopsTheOtherAndFails() {
        assertThatThrownBy(() -> both.run(FAILING, untilStopped, "other"))
                .isInstanceOf(CentralogException.class)
                .hasMessage("no");
        assertThat(ended).isTrue();
    }

    @Test
    void run_oneThereFails_stopsTheOtherAndFails() {
        assertThatThrownBy(() -> both.run(untilStopped, FAILING, "other"))
                .isInstanceOf(CentralogException.class)
                .hasMessage("no");
        assertThat(ended).isTrue();
    }

    @Test
    void run_anErrorThere_isTheOutcome() {
        Callable<Boolean> broken = () -> {
            throw new StackOverflowError();
        };

        assertThatThrownBy(() -> both.run(untilStopped, broken, "other")).isInstanceOf(StackOverflowError.class);
        assertThat(ended).isTrue();
    }

    @Test
    void run_interrupted_stopsTheOtherAndSaysSo() {
        Callable<Boolean> interrupted = () -> {
            throw new InterruptedException();
        };
        CountDownLatch never = new CountDownLatch(1);
        Callable<Boolean> untilInterrupted = () -> {
            try {
                never.await();
                return true;
            } finally {
                ended.set(true);
            }
        };

        assertThatThrownBy(() -> both.run(interrupted, untilInterrupted, "other"))
                .isInstanceOf(InterruptedException.class);
        assertThat(ended).isTrue();
        assertThat(stop.getCount()).isZero();
    }
}
