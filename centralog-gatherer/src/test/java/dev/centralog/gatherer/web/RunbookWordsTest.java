// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests that the page has the words of the runbooks in docs/operations.md. */
class RunbookWordsTest {
    private static final Pattern TEXT = Pattern.compile("(?m)^ {8}\"(.*)\",$");

    @Test
    void words_ofThePage_areThoseOfTheRunbooks() throws IOException {
        String page = Files.readString(Path.of("src/main/resources/dev/centralog/gatherer/web/static/js/runbook.js"));
        String docs = Files.readString(Path.of("../docs/operations.md"))
                .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                .replace("**", "");
        List<String> words =
                TEXT.matcher(page).results().map(each -> each.group(1)).toList();

        assertThat(words).hasSizeGreaterThan(20).allSatisfy(each -> assertThat(docs)
                .contains(each));
    }
}
