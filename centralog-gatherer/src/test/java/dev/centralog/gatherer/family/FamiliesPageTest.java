// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests that docs/families.md says what the rules do. */
class FamiliesPageTest {
    private static final Pattern EXAMPLE = Pattern.compile("^\\| `([^`]+)` \\| `([^`]+)` \\|$", Pattern.MULTILINE);
    private static final Pattern ID =
            Pattern.compile("```\\n(centralog family\\n[^`]+)```\\n\\s*The id is `([0-9a-f]{16})`");

    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "families.md"));
    }

    @Test
    void examples_ofThePage_areWhatTheRulesDo() throws IOException {
        List<MatchResult> examples = EXAMPLE.matcher(page()).results().toList();

        assertThat(examples).hasSizeGreaterThan(20);
        for (MatchResult example : examples) {
            assertThat(FamilyText.of(example.group(1)).text()).isEqualTo(example.group(2));
        }
    }

    @Test
    void id_ofThePagesExample_isWhatItsDefinitionSays() throws Exception {
        Matcher id = ID.matcher(page());
        assertThat(id.find()).isTrue();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (String part : id.group(1).lines().toList()) {
            byte[] text = part.getBytes(StandardCharsets.UTF_8);
            out.writeInt(text.length);
            out.write(text);
        }
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());

        assertThat(HexFormat.of().formatHex(hash, 0, 8)).isEqualTo(id.group(2));
        assertThat(Family.of(new FamilySource(
                                "shop", "com.example.Shop", "ERROR", null, null, List.of(), "order 17 failed", false))
                        .id())
                .isEqualTo(id.group(2));
    }
}
