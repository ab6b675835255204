// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTextTest {
    @Test
    void line_whatControlsATerminal_isShownAsCode() {
        assertThat(TerminalText.line("a\u001b[31mred\u0007\u009b2J\u0000\r\n\u202egnirts\u2066\u2028\ud83d"))
                .isEqualTo("a\\u001b[31mred\\u0007\\u009b2J\\u0000\\r\\n\\u202egnirts\\u2066\\u2028\\ud83d");
    }

    @Test
    void line_ordinaryText_stays() {
        String text = "\u00e4 \ud83d\ude00 tab\there \u4e2d";

        assertThat(TerminalText.line(text)).isEqualTo(text);
    }

    @Test
    void lines_breaks_areIndented() {
        assertThat(TerminalText.lines("a\nb\r\nc\rd")).isEqualTo("a\n    b\n    c\\rd");
    }
}
