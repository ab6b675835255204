// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the archive's configuration file: it has every setting, commented out, with the same description as elsewhere. */
class ArchiveConfigTest {
    private static final Path FILE = Path.of("src", "main", "archive", "conf", "centralog.yaml");
    private static final int LONGEST_LINE = 120;

    private static final String BEGINNING = """
            # SPDX-License-Identifier: Apache-2.0
            #
            # The settings of the gatherer and of the commands beside it: one 'name: value' a line. What is commented out is the default.
            # Flags (--key-prefix cl2) and environment variables (CENTRALOG_KEY_PREFIX=cl2) win over this file. Passwords belong into
            # the environment, or into a file that others can't read. 'bin/centralog gather --check-config' shows what is in force.
            """;

    @TempDir
    Path directory = Path.of("");

    private static String expected() {
        StringBuilder text = new StringBuilder(BEGINNING);
        for (Setting<?> each : GathererSettings.ALL) {
            text.append('\n');
            wrap(text, each.help() + " Allowed: " + each.allowed() + ".");
            text.append('#').append(each.name()).append(": ");
            text.append(each.defaultText().isEmpty() ? "\"\"" : each.defaultText())
                    .append('\n');
        }
        return text.toString();
    }

    private static void wrap(StringBuilder text, String comment) {
        StringBuilder line = new StringBuilder("#");
        for (String word : comment.split(" ")) {
            if (line.length() + 1 + word.length() > LONGEST_LINE) {
                text.append(line).append('\n');
                line = new StringBuilder("#");
            }
            line.append(' ').append(word);
        }
        text.append(line).append('\n');
    }

    @Test
    void file_hasEverySettingWithItsDefaultAndWhatItMeans() throws IOException {
        assertThat(Files.readString(FILE)).isEqualTo(expected());
    }

    @Test
    void file_asItIsAndWithAllThatIsCommentedOut_isValid() throws IOException {
        String uncommented = Files.readString(FILE).replaceAll("(?m)^#(?=\\w)", "");
        Path all = Files.writeString(directory.resolve("all.yaml"), uncommented);

        for (Path each : new Path[] {FILE, all}) {
            LayeredConfig config = LayeredConfig.read(new LayeredConfig.Layers(Map.of(), Map.of(), each));

            assertThat(config.faults()).isEmpty();
            for (Setting<?> setting : GathererSettings.ALL) {
                assertThat((Object) config.config().get(setting)).isEqualTo(setting.defaultValue());
            }
        }
        assertThat(uncommented.lines().filter(each -> each.matches("\\w+: .*"))).hasSize(GathererSettings.ALL.size());
    }
}
