// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds the rules against log files of the Loghub collection, which come with the template of each line. */
class LoghubFamiliesIT {
    private static final double ENOUGH = 0.95;

    /** The recall of files in which names of letters alone differ, such as names of users: docs/families.md says which. */
    private static final Map<String, Double> LESS_RECALL =
            Map.of("Mac_2k.log_structured.csv", 0.61, "OpenSSH_2k.log_structured.csv", 0.90);

    @TestFactory
    Stream<DynamicTest> families_ofEachFile_areThePublishedTemplates() throws IOException {
        Path collection = Path.of(System.getProperty("centralog.data", "../../shared/data"))
                .resolve("loghub");
        if (!Files.isDirectory(collection)) {
            System.err.println("SKIPPED: families of the Loghub files, which are not there");
            return Stream.empty();
        }
        try (Stream<Path> found = Files.list(collection)) {
            List<Path> files = found.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
            return files.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
        }
    }

    private static void check(Path file) {
        List<List<String>> rows = rows(file);
        int content = rows.get(0).indexOf("Content");
        int template = rows.get(0).indexOf("EventTemplate");
        PairFigures figures = new PairFigures();
        rows.stream().skip(1).forEach(row -> figures.add(row.get(template), row.get(content)));

        System.out.println(file.getFileName() + ": "
                + figures.toString().lines().findFirst().orElseThrow());
        assertThat(figures.precision()).as(figures.toString()).isGreaterThanOrEqualTo(ENOUGH);
        assertThat(figures.recall())
                .as(figures.toString())
                .isGreaterThanOrEqualTo(
                        LESS_RECALL.getOrDefault(file.getFileName().toString(), ENOUGH));
    }

    /** Returns the rows of a CSV file by RFC 4180. */
    private static List<List<String>> rows(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                boolean isDoubled = isQuoted && i + 1 < text.length() && text.charAt(i + 1) == '"';
                if (isDoubled) {
                    field.append(c);
                    i++;
                } else {
                    isQuoted = !isQuoted;
                }
            } else if (!isQuoted && (c == ',' || c == '\n')) {
                row.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else if (isQuoted || c != '\r') {
                field.append(c);
            }
        }
        if (!row.isEmpty()) {
            row.add(field.toString());
            rows.add(row);
        }
        return rows;
    }
}
