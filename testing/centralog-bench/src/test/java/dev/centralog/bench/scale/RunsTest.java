// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.gatherer.size.Amounts;
import dev.centralog.gatherer.size.Stage;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
    private static final Fleet FLEET = Factor.GROUPS.fleet(10);

    @TempDir
    private Path directory;

    private static Run run() {
        return new Run(FLEET, "SQLite", Map.of(Stage.SHIPPERS, 1234.5), Amounts.of(1, 2, 3, 4, 5, 6, 7, 8), 90, 80, 10);
    }

    @Test
    void runs_ofEarlierMeasurements_areThereAgain() {
        Path file = directory.resolve("runs.jsonl");
        Runs first = new Runs(file, 8);
        first.add(run());
        first.add(run());

        Runs again = new Runs(file, 8);

        assertThat(again.all()).containsExactly(run(), run());
        assertThat(again.of(FLEET, "SQLite")).isEqualTo(2);
        assertThat(again.of(FLEET, "PostgreSQL")).isZero();
        assertThat(again.of(Factor.GROUPS.fleet(100), "SQLite")).isZero();
    }

    @Test
    void runs_ofAnotherLength_areRefused() {
        Path file = directory.resolve("runs.jsonl");
        new Runs(file, 8).add(run());

        assertThatThrownBy(() -> new Runs(file, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("are of 8 s each, and these would be of 3 s");
    }
}
