// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
}
