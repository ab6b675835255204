// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Holds the rules against messages of real software, each with the statement that it comes from. */
class FamilyCorpusTest {
    private static List<String> lines() throws IOException {
        try (InputStream in = Objects.requireNonNull(FamilyCorpusTest.class.getResourceAsStream("messages.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void families_messagesOfRealSoftware_areTheStatements() throws IOException {
        PairFigures figures = new PairFigures();
        for (String line : lines()) {
            String[] parts = line.split("\t", 2);
            figures.add(parts[0], parts[1]);
        }

        assertThat(figures.lines()).isGreaterThanOrEqualTo(300);
        assertThat(figures.precision()).as(figures.toString()).isGreaterThanOrEqualTo(0.95);
        assertThat(figures.recall()).as(figures.toString()).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void normalizing_aNormalizedText_changesNothing() throws IOException {
        for (String line : lines()) {
            String once = FamilyText.whole(line.split("\t", 2)[1]);

            assertThat(FamilyText.whole(once)).isEqualTo(once);
        }
    }
}
