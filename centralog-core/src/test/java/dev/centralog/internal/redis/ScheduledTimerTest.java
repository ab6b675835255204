// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.internal.time.OwnThread;
import io.netty.util.Timeout;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScheduledTimerTest {
    private final ScheduledTimer timer = new ScheduledTimer();
    private final BlockingQueue<Timeout> ran = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        timer.stop();
    }

    @Test
    void task_due_runsOnAThreadOfOurs() throws InterruptedException {
        AtomicBoolean own = new AtomicBoolean();
        Timeout planned = timer.newTimeout(
                timeout -> {
                    own.set(OwnThread.isCurrent());
                    ran.add(timeout);
                },
                1,
                TimeUnit.MILLISECONDS);

        assertThat(ran.poll(30, TimeUnit.SECONDS)).isSameAs(planned);
        Awaitility.await().until(planned::isExpired);
        assertThat(planned.isCancelled()).isFalse();
        assertThat(planned.cancel()).isFalse();
        assertThat(own).isTrue();
    }

    @Test
    void tasks_laterFirst_runInTheOrderOfTheirTimes() throws InterruptedException {
        Timeout later = timer.newTimeout(ran::add, 500, TimeUnit.MILLISECONDS);
        Timeout sooner = timer.newTimeout(ran::add, 1, TimeUnit.MILLISECONDS);

        assertThat(ran.poll(30, TimeUnit.SECONDS)).isSameAs(sooner);
        assertThat(ran.poll(30, TimeUnit.SECONDS)).isSameAs(later);
    }

    @Test
    void task_cancelled_doesNotRun() throws InterruptedException {
        Timeout cancelled = timer.newTimeout(ran::add, 900, TimeUnit.MILLISECONDS);
        assertThat(cancelled.cancel()).isTrue();
        Timeout last = timer.newTimeout(ran::add, 1000, TimeUnit.MILLISECONDS);

        assertThat(ran.poll(30, TimeUnit.SECONDS)).isSameAs(last);
        assertThat(cancelled.isCancelled()).isTrue();
        assertThat(cancelled.isExpired()).isFalse();
    }

    @Test
    void timer_stopped_takesNoMore() {
        timer.stop();

        assertThatThrownBy(() -> timer.newTimeout(ran::add, 1, TimeUnit.MILLISECONDS))
                .isInstanceOf(RejectedExecutionException.class);
    }
}
