// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.ForkedJvm;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of a slice twice as large as the gatherer's heap, and larger in the long form. */
class LargeSliceIT {
    private static final int ROWS = Faults.times(12_000, 20_000);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void store_sliceLargerThanTheHeap_isStreamed(Kind kind, @TempDir Path directory) {
        String url = Databases.shared().empty(kind, directory);
        try (ForkedJvm gatherer = ForkedJvm.builder(LargeSlice.class.getName())
                .jvmOptions("-Xmx24m")
                .arguments(url, String.valueOf(ROWS))
                .start()) {
            assertThat(gatherer.awaitExit(LIMIT)).as(gatherer::standardError).isZero();
            assertThat(gatherer.standardOutput().lines())
                    .containsOnly("stored " + ROWS + " " + 3 * ROWS)
                    .hasSize(2);
        }
        assertThat(Sql.rows(
                        url,
                        "SELECT count(*), sum(count), sum(length(payload_first) + length(payload_last)) FROM actions"))
                .containsExactly(ROWS + "|" + 3 * ROWS + "|" + 2L * ROWS * (LargeSlice.PAYLOAD_CHARACTERS + 1));
    }
}
