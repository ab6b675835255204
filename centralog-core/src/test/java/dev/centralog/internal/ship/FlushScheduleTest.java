// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.ship.FlushSchedule.Disk;
import dev.centralog.internal.ship.FlushSchedule.Link;
import dev.centralog.internal.ship.FlushSchedule.Situation;
import dev.centralog.internal.ship.FlushSchedule.Wanted;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FlushScheduleTest {
    private static final long INTERVAL = 200;
    private static final long HURRIED = 10;
    private static final long PAUSE = 1600;

    private Link link = Link.AVAILABLE;
    private Disk disk = Disk.OFF;
    private boolean isHurried;
    private boolean isFinishing;
    private boolean isLastAttemptDue;
    private Wanted wanted = Wanted.NO;
    private long beganMillis;
    private long sinceMillis;
    private long leftMillis;

    private long waitMillis() {
        return waitMillis(new FlushSchedule(Duration.ofMillis(INTERVAL), 0));
    }

    private long waitMillis(FlushSchedule schedule) {
        Situation now = new Situation(
                link,
                disk,
                isHurried,
                isFinishing,
                isLastAttemptDue,
                wanted,
                nanos(beganMillis + sinceMillis),
                nanos(sinceMillis),
                nanos(PAUSE),
                nanos(leftMillis));
        return TimeUnit.NANOSECONDS.toMillis(schedule.waitNanos(now));
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void available_theFlushInterval_lessWhatIsOver() {
        assertThat(waitMillis()).isEqualTo(INTERVAL);

        sinceMillis = 150;
        assertThat(waitMillis()).isEqualTo(50);

        sinceMillis = 300;
        assertThat(waitMillis()).isNegative();
    }

    @Test
    void available_untilTheNextTimeOfItsGrid_neverLongerThanTheInterval() {
        FlushSchedule schedule = new FlushSchedule(Duration.ofMillis(INTERVAL), nanos(50));

        beganMillis = 10_000;
        assertThat(waitMillis(schedule)).isEqualTo(50);
        beganMillis = 10_049;
        assertThat(waitMillis(schedule)).isEqualTo(1);
        beganMillis = 10_050;
        assertThat(waitMillis(schedule)).isEqualTo(INTERVAL);
        sinceMillis = 30;
        assertThat(waitMillis(schedule)).isEqualTo(INTERVAL - 30);
        beganMillis = -70; // the monotonic clock has any origin
        sinceMillis = 0;
        assertThat(waitMillis(schedule)).isEqualTo(120);
    }

    /** Checks that a tenth of the interval gets not much more than a tenth of the processes that log in the same moment. */
    @Test
    void available_manyProcessesThatBeginTogether_flushAtDifferentTimes() {
        long[] inEachTenth = new long[10];

        for (int process = 0; process < 1000; process++) {
            long wait = waitMillis(FlushSchedule.drawn(Duration.ofMillis(INTERVAL)));
            inEachTenth[(int) Math.min(9, wait * 10 / INTERVAL)]++;
        }

        for (long processes : inEachTenth) {
            assertThat(processes).isBetween(50L, 160L);
        }
    }

    @Test
    void available_hurried_hardly() {
        isHurried = true;

        assertThat(waitMillis()).isEqualTo(HURRIED);
    }

    @Test
    void available_finishing_notAtAll() {
        isFinishing = true;
        leftMillis = 5000;

        assertThat(waitMillis()).isZero();
    }

    @Test
    void unavailable_thePause_untilTheDeadline() {
        link = Link.UNAVAILABLE;
        sinceMillis = 100;
        isHurried = true;
        assertThat(waitMillis()).isEqualTo(PAUSE - 100);

        isFinishing = true;
        leftMillis = 700;
        assertThat(waitMillis()).isEqualTo(700);
    }

    @Test
    void unavailable_withADisk_theFlushInterval() {
        link = Link.UNAVAILABLE;
        disk = Disk.WRITABLE;
        assertThat(waitMillis()).isEqualTo(INTERVAL);

        isHurried = true;
        assertThat(waitMillis()).isEqualTo(HURRIED);

        disk = Disk.REFUSING;
        assertThat(waitMillis()).isEqualTo(INTERVAL);
    }

    @Test
    void unavailable_withADiskAndFinishing_theFlushInterval() {
        link = Link.UNAVAILABLE;
        disk = Disk.WRITABLE;
        isFinishing = true;
        leftMillis = 5000;

        assertThat(waitMillis()).isEqualTo(INTERVAL);
    }

    @Test
    void unavailable_andEnding_triesOnceMoreAtOnce() {
        link = Link.UNAVAILABLE;
        isLastAttemptDue = true;
        leftMillis = 5000;
        assertThat(waitMillis()).isZero();

        isFinishing = true;
        assertThat(waitMillis()).isZero();

        disk = Disk.WRITABLE;
        assertThat(waitMillis()).isZero();
    }

    @Test
    void wanted_byTheBuffer_endsNoPause() {
        wanted = Wanted.BY_BUFFER;
        assertThat(waitMillis()).isZero();

        link = Link.UNAVAILABLE;
        assertThat(waitMillis()).isEqualTo(PAUSE);

        wanted = Wanted.BY_CALL;
        assertThat(waitMillis()).isZero();
    }
}
