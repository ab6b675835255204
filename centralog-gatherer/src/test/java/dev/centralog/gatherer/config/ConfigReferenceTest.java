// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Setting;
import dev.centralog.Settings;
import dev.centralog.gather.ReaderSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that docs/configuration.md agrees with the definitions of the settings, without additions or omissions. */
class ConfigReferenceTest {
    /** The document's tables, each with the heading above it. */
    @SuppressWarnings("ImmutableEnumChecker") // settings are immutable
    enum Table {
        LOGGING("The logging side", Settings.ALL),
        READING("The reading side", ReaderSettings.ALL),
        GATHERER("The gatherer", GathererSettings.OWN);

        private final String heading;
        private final List<Setting<?>> settings;

        Table(String heading, List<Setting<?>> settings) {
            this.heading = heading;
            this.settings = List.copyOf(settings);
        }

        private String text() {
            return settings.stream()
                    .map(setting -> "| `" + setting.name() + "` | " + code(setting.defaultText()) + " | "
                            + cell(setting.allowed()) + " | " + cell(setting.help()) + " |")
                    .collect(Collectors.joining(
                            "\n", "| name | default | allowed | meaning |\n|---|---|---|---|\n", ""));
        }

        private static String code(String text) {
            return text.isEmpty() ? "(empty)" : "`" + text + "`";
        }

        private static String cell(String text) {
            return text.replace("|", "\\|").replace("*", "\\*");
        }
    }

    @ParameterizedTest
    @EnumSource
    void document_table_isThatOfTheDefinitions(Table table) throws IOException {
        String document = Files.readString(Path.of("..", "docs", "configuration.md"));
        int heading = document.indexOf("## " + table.heading + "\n");
        assertThat(heading).as("heading of " + table.heading).isNotNegative();
        int start = document.indexOf("| name |", heading);
        String rest = document.substring(start);

        assertThat(rest.lines().takeWhile(line -> line.startsWith("|")).collect(Collectors.joining("\n")))
                .isEqualTo(table.text());
    }
}
