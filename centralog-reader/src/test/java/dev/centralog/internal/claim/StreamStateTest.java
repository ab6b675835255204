// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.redis.read.RedisGatherStore.Lease;
import dev.centralog.internal.redis.read.RedisGatherStore.Open;
import dev.centralog.internal.redis.read.RedisLook.Windows;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamStateTest {
    private static final long SECOND = 1_800_000_000;
    private static final long NOW = SECOND * 1000;
    private static final EventRules RULES = new EventRules(1, 3000);
    private static final String REDIS_ID = "0123456789abcdef";

    private static Open open(long second) {
        return new Open(Window.second(second), second * 1000);
    }

    private static Lease sealed(long second, long endsMillis) {
        return new Lease(new SealedId(Window.second(second), REDIS_ID, 1), endsMillis);
    }

    private static StreamState state(List<Open> open, List<Lease> sealed) {
        return StreamState.of(List.of(windows(0, open, sealed)), RULES);
    }

    private static Windows windows(int partition, List<Open> open, List<Lease> sealed) {
        return new Windows(partition, NOW, open.size(), open, sealed.size(), sealed);
    }

    @Test
    void nothing_isNothing() {
        StreamState state = state(List.of(), List.of());

        assertThat(state.waiting()).isZero();
        assertThat(state.oldest()).isNull();
        assertThat(state.longestOverdue()).isZero();
    }

    @Test
    void partitions_areAddedUpAndKeptApart() {
        StreamState state = StreamState.of(
                List.of(
                        windows(0, List.of(open(SECOND - 12)), List.of()),
                        windows(1, List.of(open(SECOND - 12)), List.of(sealed(SECOND - 30, NOW + 1)))),
                RULES);

        assertThat(state.waiting()).isEqualTo(3);
        assertThat(state.held()).isEqualTo(1);
        assertThat(state.oldest()).isEqualTo(Instant.ofEpochSecond(SECOND - 30));
        assertThat(state.overdue()).hasSize(3);
        assertThat(state.stillOverdue(state(List.of(open(SECOND - 12)), List.of()))
                        .overdue())
                .containsOnlyKeys("0/" + (SECOND - 12));
    }

    @Test
    void window_isOverdueFromItsGraceOn() {
        assertThat(state(List.of(open(SECOND - 2)), List.of()).longestOverdue()).isZero();
        assertThat(state(List.of(open(SECOND - 12)), List.of()).longestOverdue())
                .isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void window_openedAgain_isOverdueFromItsHoldOn() {
        Open late = new Open(Window.second(SECOND - 100), NOW - 5000);

        assertThat(state(List.of(late), List.of()).longestOverdue()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void window_farAhead_isNotOverdue() {
        assertThat(state(List.of(open(SECOND + 86_400)), List.of()).longestOverdue())
                .isZero();
    }

    @Test
    void delivery_countsAsWaitingUntilItIsAcknowledged() {
        StreamState state =
                state(List.of(open(SECOND)), List.of(sealed(SECOND - 30, NOW + 1), sealed(SECOND - 20, NOW)));

        assertThat(state.waiting()).isEqualTo(3);
        assertThat(state.sealed()).isEqualTo(2);
        assertThat(state.held()).isEqualTo(1);
        assertThat(state.oldest()).isEqualTo(Instant.ofEpochSecond(SECOND - 30));
        assertThat(state.longestOverdue()).isEqualTo(Duration.ofSeconds(28));
    }

    /** Checks that a count that comes two hours late, whose window is due at once, does not look like a stopped gatherer. */
    @Test
    void stillOverdue_passesOverWhatWasNotThereBefore() {
        StreamState before = state(List.of(open(SECOND - 60)), List.of());
        StreamState now = state(List.of(open(SECOND - 7200)), List.of(sealed(SECOND - 60, NOW + 1)));

        assertThat(now.longestOverdue()).isEqualTo(Duration.ofSeconds(7198));
        assertThat(now.stillOverdue(before).longestOverdue()).isEqualTo(Duration.ofSeconds(58));
    }
}
