// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import static org.assertj.core.api.Assertions.assertThat;

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
 * Compares the signatures of a module's public packages with the file public-api.txt beside the test, so that a review
 * shows each change. If a change is intended, copy target/public-api.txt over the file in src/test/resources.
 */
public abstract class PublicApiContract {
    private static final Path TARGET = Path.of("target");

    private final Set<String> packages;

    /** Creates the contract of these packages. */
    protected PublicApiContract(String... packages) {
        this.packages = Set.of(packages);
    }

    @Test
    void signatures_areThoseWrittenDown() throws IOException {
        List<String> signatures = PublicSignatures.of(TARGET.resolve("classes"), packages);
        Files.write(TARGET.resolve("public-api.txt"), signatures);

        assertThat(signatures)
                .as("if the change is meant, copy target/public-api.txt over the one in src/test/resources")
                .containsExactlyElementsOf(writtenDown());
    }

    private List<String> writtenDown() throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("public-api.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
