// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "what?", "é?", "€", "\uD83D\uDE00", "\uD83D\uDE00?"})
    void utf8_ofWellFormedText_isTheJdks(String text) {
        assertThat(Text.utf8(text)).isEqualTo(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"\uD800,\uFFFD", "a?\uDE00é,a?\uFFFDé", "\uD83D\uD83D\uDE00,\uFFFD\uD83D\uDE00", "end\uD83D,end\uFFFD"})
    void utf8_ofBrokenSurrogates_replacesThem(String text, String mended) {
        assertThat(new String(Text.utf8(text), UTF_8)).isEqualTo(mended);
    }

    @Test
    void line_ofAnyText_isHarmlessAndFits() {
        assertThat(Text.line("1.4.2-é 😀", 256)).isEqualTo("1.4.2-é 😀");
        assertThat(Text.line("a\u001b[2J\tb\r\n\u007f\u2028\u200b", 256))
                .isEqualTo("a\ufffd[2J\ufffdb\ufffd\ufffd\ufffd\ufffd\ufffd");
        assertThat(Text.line("\udc00x\ud800", 256)).isEqualTo("\ufffdx\ufffd");
        assertThat(Text.line("\udb40\udc01", 256)).isEqualTo("\ufffd\ufffd");
        assertThat(Text.line("12345678", 8)).isEqualTo("12345678");
        assertThat(Text.line("123456789", 8)).isEqualTo("12345…");
        assertThat(Text.line("1234567😀", 8)).isEqualTo("12345…");
        assertThat(Text.line("\0\0\0", 8)).isEqualTo("\ufffd…");
        assertThat(Text.line("x".repeat(10 << 10), 256)).isEqualTo("x".repeat(253) + "…");
    }
}
