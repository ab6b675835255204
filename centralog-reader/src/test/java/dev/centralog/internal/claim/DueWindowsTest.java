// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.claim.DueWindows.Expired;
import dev.centralog.internal.claim.DueWindows.Unsealed;
import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.redis.read.RedisGatherStore.Lease;
import dev.centralog.internal.redis.read.RedisGatherStore.Open;
import dev.centralog.internal.redis.read.RedisGatherStore.StreamSnapshot;
import dev.centralog.internal.wire.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

class DueWindowsTest {
    private static final long SECOND = 1_800_000_000;
    private static final long MILLIS = SECOND * 1000;
    private static final long LEASE = 15_000;
    private static final long LATE_HOLD = 3000;
    private static final String REDIS_ID = "0123456789abcdef";

    private final DueWindows due = new DueWindows(
            new WindowTimes() {
                @Override
                public long graceSeconds(Window window) {
                    return 2;
                }

                @Override
                public long lateHoldMillis(Window window) {
                    return LATE_HOLD;
                }
            },
            LEASE);

    private static Open open(long second) {
        return new Open(Window.second(second), second * 1000);
    }

    private static StreamSnapshot at(long redisMillis, List<Open> open, Lease... leases) {
        return new StreamSnapshot(REDIS_ID, redisMillis, open, List.of(leases), List.of());
    }

    @Test
    void window_isDueAGraceAfterItsEnd() {
        Open window = open(SECOND);

        assertThat(due.in(at(MILLIS + 2999, List.of(window)))).isEmpty();
        assertThat(due.inMillis(at(MILLIS + 2999, List.of(window)), window)).isEqualTo(1);
        assertThat(due.in(at(MILLIS + 3000, List.of(window)))).containsExactly(new Unsealed(Window.second(SECOND)));
    }

    @Test
    void window_openedAgain_isHeldForMore() {
        Open late = new Open(Window.second(SECOND - 100), MILLIS);

        assertThat(due.in(at(MILLIS + LATE_HOLD - 1, List.of(late)))).isEmpty();
        assertThat(due.in(at(MILLIS + LATE_HOLD, List.of(late)))).hasSize(1);
    }

    @Test
    void window_openedAgainByAClockThatWasSetBackSince_isNotHeld() {
        Open late = new Open(Window.second(SECOND - 100), MILLIS);

        assertThat(due.in(at(MILLIS - 1, List.of(late)))).hasSize(1);
    }

    @Test
    void window_farAhead_isDueAtOnce() {
        Open ahead = new Open(Window.second(SECOND + 61), MILLIS - 5);

        assertThat(due.in(at(MILLIS - 1, List.of(ahead)))).hasSize(1);
        assertThat(due.in(at(MILLIS + 999, List.of(ahead)))).hasSize(1);
        assertThat(due.in(at(MILLIS + 1000, List.of(ahead)))).isEmpty();
        assertThat(due.firstInMillis(at(MILLIS, List.of(open(SECOND + 86_400)))))
                .isZero();
    }

    @Test
    void leases_thatHaveEnded_comeFirstInOrderOfTime() {
        SealedId earlier = new SealedId(Window.second(SECOND - 5), REDIS_ID, 1);
        SealedId later = new SealedId(Window.second(SECOND - 4), REDIS_ID, 1);
        SealedId held = new SealedId(Window.second(SECOND - 9), REDIS_ID, 1);

        assertThat(due.in(at(
                        MILLIS,
                        List.of(open(SECOND - 10)),
                        new Lease(later, MILLIS),
                        new Lease(held, MILLIS + 1),
                        new Lease(earlier, MILLIS - 1))))
                .containsExactly(new Expired(earlier), new Expired(later), new Unsealed(Window.second(SECOND - 10)));
    }

    @Test
    void lease_thatEndsFartherAheadThanAnyCan_hasEnded() {
        SealedId id = new SealedId(Window.second(SECOND), REDIS_ID, 1);

        assertThat(due.in(at(MILLIS, List.of(), new Lease(id, MILLIS + 2 * LEASE))))
                .isEmpty();
        assertThat(due.in(at(MILLIS, List.of(), new Lease(id, MILLIS + 2 * LEASE + 1))))
                .containsExactly(new Expired(id));
    }

    @Test
    void first_ofAll_isTheOneToWaitFor() {
        SealedId id = new SealedId(Window.second(SECOND), REDIS_ID, 1);

        assertThat(due.firstInMillis(at(MILLIS, List.of()))).isEqualTo(Long.MAX_VALUE);
        assertThat(due.firstInMillis(at(MILLIS, List.of(open(SECOND)), new Lease(id, MILLIS + 700))))
                .isEqualTo(700);
        assertThat(due.firstInMillis(at(MILLIS + 2500, List.of(open(SECOND)), new Lease(id, MILLIS + 7000))))
                .isEqualTo(500);
    }
}
