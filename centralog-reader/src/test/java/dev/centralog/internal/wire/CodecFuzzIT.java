// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.centralog.gather.UnreadableEventException;
import dev.centralog.internal.decode.DropDecoder;
import dev.centralog.internal.decode.EventDecoder;
import dev.centralog.internal.decode.ProcessDecoder;
import dev.centralog.internal.decode.TotalsDecoder;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.Mutations;
import java.util.Base64;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Tests that any bytes can be decoded as an event, totals, a drop report or a process, or else give an {@link UnreadableEventException}.
 */
class CodecFuzzIT {
    private static final int TIMES = Faults.times(5_000, 3_000_000);

    private final long seed = new Random().nextLong();

    /** Checks that whatever can be read can be written and read again, with the same result. */
    private <T> int fuzz(String corpus, Function<byte[], T> decode, Function<T, byte[]> encode) {
        Mutations mutations = Mutations.ofLines("/fuzz/" + corpus, seed);
        int readable = 0;
        for (int i = 0; i < TIMES; i++) {
            byte[] input = mutations.next();
            try {
                T read = decode.apply(input);
                byte[] written = encode.apply(read);
                assertThat(encode.apply(decode.apply(written))).isEqualTo(written);
                assertThat(written.length).isLessThan(100 + 8 * input.length);
                readable++;
            } catch (UnreadableEventException unreadable) {
                assertThat(unreadable.getMessage()).isNotBlank().hasSizeLessThan(1000);
            } catch (RuntimeException | Error e) {
                fail(
                        "seed " + seed + ", input " + i + ": "
                                + Base64.getEncoder().encodeToString(input),
                        e);
            }
        }
        return readable;
    }

    @Test
    void event_ofAnyBytes_isReadOrUnreadable() {
        int readable = fuzz("events.txt", EventDecoder::decode, EventEncoder::encode);

        assertThat(readable).as("seed %d", seed).isBetween(TIMES / 20, TIMES - TIMES / 20);
    }

    @Test
    void totals_ofAnyBytes_areReadOrUnreadable() {
        int readable = fuzz("totals.txt", TotalsDecoder::decode, TotalsEncoder::encode);

        assertThat(readable).as("seed %d", seed).isBetween(TIMES / 20, TIMES - TIMES / 20);
    }

    @Test
    void drop_ofAnyBytes_isReadOrUnreadable() {
        int readable = fuzz("drops.txt", DropDecoder::decode, DropEncoder::encode);

        assertThat(readable).as("seed %d", seed).isBetween(TIMES / 20, TIMES - TIMES / 20);
    }

    @Test
    void process_ofAnyBytes_isReadOrUnreadable() {
        int readable = fuzz("processes.txt", ProcessDecoder::decode, ProcessEncoder::encode);

        assertThat(readable).as("seed %d", seed).isBetween(TIMES / 20, TIMES - TIMES / 20);
    }
}
