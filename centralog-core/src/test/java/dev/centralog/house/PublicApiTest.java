// SPDX-License-Identifier: Apache-2.0
package dev.centralog.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.PublicSignatures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The signatures of the public packages, against public-api.txt: a change of them is then seen in review. When a change
 * is meant, copy target/public-api.txt over src/test/resources/dev/centralog/house/public-api.txt.
 */
class PublicApiTest {
    private static final Set<String> PACKAGES = Set.of("dev.centralog", "dev.centralog.lettuce");
    private static final Path TARGET = Path.of("target");

    @Test
    void signatures_areThoseWrittenDown() throws IOException {
        List<String> signatures = PublicSignatures.of(TARGET.resolve("classes"), PACKAGES);
        Files.write(TARGET.resolve("public-api.txt"), signatures);

        assertThat(signatures)
                .as("if the change is meant, copy target/public-api.txt over the one in src/test/resources")
                .containsExactlyElementsOf(writtenDown());
    }

    private static List<String> writtenDown() throws IOException {
        try (InputStream in = Objects.requireNonNull(PublicApiTest.class.getResourceAsStream("public-api.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
