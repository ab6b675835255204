// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.centralog.testkit.Faults;
import dev.centralog.testkit.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that any configuration file gives settings, or faults that name the file. */
class ConfigFileFuzzIT {
    private static final int TIMES = Faults.times(600, 500_000);

    @TempDir
    Path directory = Path.of("");

    @Test
    void file_ofAnyBytes_isReadOrItsFaultsAreSaid() throws IOException {
        long seed = new Random().nextLong();
        Mutations mutations = Mutations.of("/fuzz/config.txt", seed);
        Path file = directory.resolve("c.yaml");
        int faulty = 0;
        for (int i = 0; i < TIMES; i++) {
            byte[] input = mutations.next();
            Files.write(file, input);
            try {
                LayeredConfig config = LayeredConfig.read(new LayeredConfig.Layers(Map.of(), Map.of(), file));
                config.lines();
                assertThat(config.faults()).allMatch(fault -> fault.contains("c.yaml"));
                faulty += config.faults().isEmpty() ? 0 : 1;
            } catch (RuntimeException | Error e) {
                fail(
                        "seed " + seed + ", input " + i + ": "
                                + Base64.getEncoder().encodeToString(input),
                        e);
            }
        }
        assertThat(faulty).isPositive();
    }
}
