// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.Window;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReplayBufferTest {
    private static final UUID US = new UUID(1, 2);
    private static final UUID OTHER = new UUID(3, 4);
    private final MovableClock clock = new MovableClock();

    private static Batch batch(UUID producer, long sequence, int payloadBytes) {
        BatchLine line = new BatchLine(new byte[16], 1, new byte[payloadBytes]);
        BatchNumber number = new BatchNumber(producer, sequence, sequence - 1, sequence);
        return new Batch(number, 0, Window.second(1), List.of(line));
    }

    private ReplayBuffer ring(long maxBytes) {
        ReplayBuffer ring = new ReplayBuffer(maxBytes, clock);
        for (long sequence = 1; sequence <= 10; sequence++) {
            ring.keep(batch(US, sequence, 100));
        }
        return ring;
    }

    private static List<Long> numbers(List<Batch> batches) {
        return batches.stream().map(Batch::sequence).toList();
    }

    @Test
    void room_forAll_keepsAll() {
        assertThat(numbers(ring(100_000).of(US))).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(ring(100_000).repeats()).isEqualTo(10);
    }

    @Test
    void room_forThree_keepsTheLastThree() {
        assertThat(numbers(ring(3 * 180).of(US))).containsExactly(8L, 9L, 10L);
    }

    @Test
    void room_forNone_keepsNone() {
        assertThat(ring(0).isEmptyButForSigns()).isTrue();
    }

    @Test
    void ids_areToldApart() {
        ReplayBuffer ring = ring(100_000);
        ring.keep(batch(OTHER, 11, 100));

        assertThat(ring.producers()).containsExactly(US, OTHER);
        assertThat(numbers(ring.of(OTHER))).containsExactly(11L);
        ring.forget(US);
        assertThat(ring.producers()).containsExactly(OTHER);
        assertThat(numbers(ring.takeOthers(US, List.of(10L, 11L)))).containsExactly(11L);
        assertThat(ring.isEmptyButForSigns()).isTrue();
    }

    /** Tests that the id is still known: Redis is asked about it, so that a loss is reported. */
    @Test
    void id_thatThereIsNoRoomFor_isKnownForAnHour() {
        ReplayBuffer ring = ring(180);
        ring.keep(batch(OTHER, 11, 100));
        assertThat(ring.of(US)).isEmpty();
        assertThat(ring.producers()).containsExactly(US, OTHER);

        clock.nanos += Duration.ofMinutes(61).toNanos();
        assertThat(ring.producers()).isEmpty();
    }

    @Test
    void forgotten_giveTheirRoomBack() {
        ReplayBuffer ring = ring(3 * 180);
        ring.forget(ring.of(US));

        ring.keep(batch(US, 11, 100));
        ring.keep(batch(US, 12, 100));
        ring.keep(batch(US, 13, 100));

        assertThat(numbers(ring.of(US))).containsExactly(11L, 12L, 13L);
    }

    @Test
    void confirmed_anHourAgo_isForgotten() {
        ReplayBuffer ring = new ReplayBuffer(100_000, clock);
        ring.keep(batch(US, 1, 100));
        clock.nanos += Duration.ofSeconds(2).toNanos();
        ring.keep(batch(US, 2, 100));

        clock.nanos += Duration.ofSeconds(3599).toNanos();
        assertThat(numbers(ring.of(US))).containsExactly(2L);
        clock.nanos += Duration.ofSeconds(2).toNanos();
        assertThat(ring.isEmptyButForSigns()).isTrue();
    }

    private static final class MovableClock implements Clock {
        private long nanos;

        @Override
        public long epochMillis() {
            return 0;
        }

        @Override
        public long nanos() {
            return nanos;
        }
    }
}
