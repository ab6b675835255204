// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvLinesTest {
    private static String cell(@Nullable Object value) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("b", value);
        fields.put("other", "x");
        String line = new CsvLines(List.of("a", "b", "c")).line(fields);
        assertThat(line).startsWith(",").endsWith(",\r\n");
        return line.substring(1, line.length() - 3);
    }

    @Test
    void cells_ofAnyKind_areQuotedWhereTheyMustBe() {
        assertThat(cell("plain text")).isEqualTo("plain text");
        assertThat(cell("a,b")).isEqualTo("\"a,b\"");
        assertThat(cell("say \"x\"")).isEqualTo("\"say \"\"x\"\"\"");
        assertThat(cell("a\nb\r\nc")).isEqualTo("\"a\nb\r\nc\"");
        assertThat(cell("")).isEmpty();
        assertThat(cell(null)).isEmpty();
        assertThat(cell(-7L)).isEqualTo("-7");
        assertThat(cell(true)).isEqualTo("true");
        assertThat(cell("Grüße 😀")).isEqualTo("Grüße 😀");
        assertThat(cell(List.of("a", 1))).isEqualTo("\"[\"\"a\"\",1]\"");
        assertThat(cell(Map.of("k", "=1"))).isEqualTo("\"{\"\"k\"\":\"\"=1\"\"}\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"})
    void text_thatASpreadsheetTakesForAFormula_isMadeHarmless(String text) {
        String cell = cell(text);

        assertThat(cell.replaceFirst("^\"", "")).startsWith("'" + text);
    }

    @Test
    void text_withFormulasBehindQuotesAndCommas_staysOneCell() {
        assertThat(cell("x\",=cmd|' /C calc'!A0,\"")).isEqualTo("\"x\"\",=cmd|' /C calc'!A0,\"\"\"");
    }

    @Test
    void controls_thatATerminalObeys_areReplaced() {
        assertThat(cell("a\u001b[31mb\u0000\u0085c\td")).isEqualTo("a\ufffd[31mb\ufffd\ufffdc\td");
    }

    @Test
    void header_ofNamesWithCommas_isALine() {
        assertThat(new CsvLines(List.of("a", "b,c", "=d")).header()).isEqualTo("a,\"b,c\",'=d\r\n");
    }
}
