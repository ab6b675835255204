// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of attackers: the work that they cause is in proportion to their length. */
class HostileTextTest {
    /** The most looks at each character, on average. Usual texts take about 20; the most is taken by what looks like a time. */
    private static final long MAX_LOOKS = 400;

    /** A text that counts how often its characters are looked at, or copied. */
    private static final class Counted implements CharSequence {
        private final String text;
        private long looks;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            looks++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            looks += end - start;
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            looks += text.length();
            return text;
        }
    }

    private static long looks(String piece, int length) {
        Counted text = new Counted(piece.repeat(length / piece.length()));
        String whole = FamilyText.whole(text);
        assertThat(whole.length()).isLessThanOrEqualTo(2 * length + 2);
        return text.looks;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "1",
                " ",
                "{",
                "}",
                "{a",
                "'",
                " 'a",
                "\"",
                "`\"'\u201c\u00ab\u201e",
                "\"a",
                "(",
                " (",
                "%",
                "%1$",
                "/",
                "//a",
                "\\",
                "\\a",
                ":",
                "a:",
                "a.b:",
                "1:",
                "@",
                "a@",
                "a.a@a",
                "a@1 ",
                "$",
                "a$1",
                "$$Lambda$",
                "Foo$1.",
                "$Proxy1",
                "lambda$a$1",
                "=",
                "a=",
                "a=b",
                "-",
                ",",
                ",;",
                "1,",
                "{},",
                "<1",
                "Jul ",
                "Mon ",
                "12:00:00 ",
                "2020-01-01 ",
                "Jul 4 12:00:00 ",
                "http://",
                "http://a=",
                "jdbc:",
                "{0,a",
                "${a",
                "\"a\":",
                "{\"a\"",
                "0x",
                "deadbeef",
                "a1",
                "A1a",
                "utf8-",
                "com.Foo1.",
                "\ud83d",
                "\ude00",
                "\u0000",
                "\u0661",
                "\u00a0",
                "~/",
                "../",
                ".",
                "GET /",
                "\"GET /",
                "a b's "
            })
    void work_forARepeatedPiece_isInProportionToTheLength(String piece) {
        long small = looks(piece, 1 << 12);
        long large = looks(piece, 1 << 16);

        assertThat(large).isLessThan(MAX_LOOKS << 16);
        assertThat(large).isLessThan(20 * small + MAX_LOOKS);
    }
}
