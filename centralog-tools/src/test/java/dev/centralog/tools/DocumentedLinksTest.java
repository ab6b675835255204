// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The links of README and docs, and the pages that messages and comments name, lead somewhere. */
class DocumentedLinksTest {
    @Test
    void links_ofTheProject_leadSomewhere() {
        assertThat(new DocumentedLinks(Path.of("..")).broken()).isEmpty();
    }

    @Test
    void links_thatLeadNowhere_areFound(@TempDir Path root) throws IOException {
        Files.createDirectories(root.resolve("docs"));
        Files.writeString(root.resolve("docs/page.md"), """
                # It's a `page`
                ## Twice
                ## Twice
                ```sh
                # No heading
                ```
                """);
        Files.writeString(root.resolve("README.md"), """
                [a](docs/page.md#its-a-page) [b](docs/page.md#twice-1) [c](https://example.org/x) `[d](docs/none.md)`
                [e](docs/none.md) [f](docs/page.md#twice-2) [g](docs/page.md#no-heading) [h](#nowhere)
                <img src="docs/none.svg">
                """);
        Files.writeString(root.resolve("A.java"), """
                /** See docs/gone.md. */
                class A {
                    String a = "see 'It's a page' in docs/page.md, 'Tw"
                            + "ice' in docs/page.md", b = "'Thrice' in docs/page.md";
                }
                """);

        assertThat(new DocumentedLinks(root).broken())
                .containsExactlyInAnyOrder(
                        "README.md: docs/none.md",
                        "README.md: docs/page.md#twice-2",
                        "README.md: docs/page.md#no-heading",
                        "README.md: #nowhere",
                        "README.md: docs/none.svg",
                        "A.java: docs/gone.md",
                        "A.java: 'Thrice' in docs/page.md");
    }
}
