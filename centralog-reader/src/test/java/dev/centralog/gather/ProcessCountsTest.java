// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessCountsTest {
    private static final int ROUNDS = 20_000;

    private static ProcessCounts any(Random random) {
        ProcessCounts.Builder counts = ProcessCounts.builder();
        for (int left = random.nextInt(6); left > 0; left--) {
            // A few processes, so that two sides have some in common; negative and extreme numbers included.
            long process = random.nextInt(5) - 2L;
            counts.add(process << (60 * random.nextInt(2)), random.nextInt(4));
        }
        return counts.build();
    }

    @Test
    void larger_ofAnySides_isCommutativeAssociativeIdempotentAndMonotonic() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            ProcessCounts one = any(random);
            ProcessCounts two = any(random);
            ProcessCounts three = any(random);
            ProcessCounts merged = one.larger(two);

            assertThat(two.larger(one)).as("seed %s", seed).isEqualTo(merged);
            assertThat(merged.larger(one)).as("seed %s", seed).isEqualTo(merged);
            assertThat(merged.larger(two)).as("seed %s", seed).isEqualTo(merged);
            assertThat(merged.larger(three)).as("seed %s", seed).isEqualTo(one.larger(two.larger(three)));
            Map<String, Long> expected = new HashMap<>(one.asMap());
            two.asMap().forEach((process, count) -> expected.merge(process, count, Math::max));
            assertThat(merged.asMap()).as("seed %s", seed).isEqualTo(expected);
            assertThat(List.copyOf(merged.asMap().keySet())).isSorted();
            assertThat(merged.total())
                    .isEqualTo(expected.values().stream()
                            .mapToLong(Long::longValue)
                            .sum());
        }
    }

    @Test
    void json_ofAny_isReadAsWritten() {
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            ProcessCounts any = any(random);
            assertThat(ProcessCounts.ofJson(any.json())).isEqualTo(any).hasSameHashCodeAs(any);
        }
    }

    @Test
    void json_isInTheOrderOfTheDigits() {
        ProcessCounts counts =
                ProcessCounts.builder().add(-1, 2).add(1, 1).add(0, 7).add(1, 3).build();

        assertThat(counts.json()).isEqualTo("{\"0000000000000000\":7,\"0000000000000001\":4,\"ffffffffffffffff\":2}");
        assertThat(counts.total()).isEqualTo(13);
        assertThat(counts.size()).isEqualTo(3);
        assertThat(ProcessCounts.NONE.json()).isEqualTo("{}");
        assertThat(ProcessCounts.ofUnknown(5).json()).isEqualTo("{\"" + ProcessCounts.UNKNOWN + "\":5}");
    }

    @Test
    void json_ofThousandsOfProcesses_isReadAsWritten() {
        ProcessCounts.Builder counts = ProcessCounts.builder();
        for (long process = 0; process < 200_000; process++) {
            counts.add(process * 0x9e3779b97f4a7c15L, Long.MAX_VALUE);
        }
        ProcessCounts many = counts.build();

        assertThat(ProcessCounts.ofJson(many.json())).isEqualTo(many);
        assertThat(many.total()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "}",
                "null",
                "[]",
                "{}}",
                "{\"0000000000000000\":1",
                "{\"0000000000000000\":1}}",
                "{\"0000000000000000\":1,}",
                "{\"0000000000000000\":-1}",
                "{\"0000000000000000\":1.5}",
                "{\"000000000000000\":1}",
                "{\"0000000000000000\": 1}",
                "{\"0000000000000000\":9223372036854775808}",
                "{\"000000000000000A\":1}"
            })
    void json_ofAnythingElse_isUnreadable(String json) {
        assertThatThrownBy(() -> ProcessCounts.ofJson(json)).isInstanceOf(UnreadableEventException.class);
    }

    @Test
    void count_belowZero_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ProcessCounts.of(1, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProcessCounts.builder().add(1, -1));
    }
}
