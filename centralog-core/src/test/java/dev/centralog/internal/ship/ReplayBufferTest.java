// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.wire.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayBufferTest {
    private static final long NOW = 1_800_000_000;

    private static Batch batch(long sequence, int payloadBytes) {
        BatchLine line = new BatchLine(new byte[16], 1, new byte[payloadBytes]);
        return new Batch("producer", sequence, Window.second(1), List.of(line));
    }

    private static ReplayBuffer ring(long maxBytes, int payloadBytes) {
        ReplayBuffer ring = new ReplayBuffer(maxBytes);
        for (long sequence = 1; sequence <= 10; sequence++) {
            ring.keep(batch(sequence, payloadBytes), NOW);
        }
        return ring;
    }

    private static List<Long> numbers(List<Batch> batches) {
        return batches.stream().map(Batch::sequence).toList();
    }

    @Test
    void room_forAll_keepsAll() {
        assertThat(numbers(ring(100_000, 100).takeAfter("producer", 0, NOW)))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void room_forThree_keepsTheLastThree() {
        assertThat(numbers(ring(3 * 180, 100).takeAfter("producer", 0, NOW))).containsExactly(8L, 9L, 10L);
    }

    @Test
    void room_forNone_keepsNone() {
        assertThat(ring(0, 0).takeAfter("producer", 0, NOW)).isEmpty();
    }

    @Test
    void taken_areGone_othersStay() {
        ReplayBuffer ring = ring(100_000, 100);

        assertThat(numbers(ring.takeAfter("producer", 8, NOW))).containsExactly(9L, 10L);
        assertThat(ring.takeAfter("producer", 8, NOW)).isEmpty();
        assertThat(numbers(ring.takeAfter("producer", 6, NOW))).containsExactly(7L, 8L);
    }

    @Test
    void taken_givesItsRoomBack() {
        ReplayBuffer ring = ring(3 * 180, 100);
        ring.takeAfter("producer", 0, NOW);

        ring.keep(batch(11, 100), NOW);
        ring.keep(batch(12, 100), NOW);
        ring.keep(batch(13, 100), NOW);

        assertThat(numbers(ring.takeAfter("producer", 0, NOW))).containsExactly(11L, 12L, 13L);
    }

    @Test
    void confirmed_anHourAgo_isNotTaken() {
        ReplayBuffer ring = new ReplayBuffer(100_000);
        ring.keep(batch(1, 100), NOW - 3601);
        ring.keep(batch(2, 100), NOW - 3599);

        assertThat(numbers(ring.takeAfter("producer", 0, NOW))).containsExactly(2L);
    }
}
