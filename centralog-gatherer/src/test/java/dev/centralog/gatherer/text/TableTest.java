// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.text.Table.Cell;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static Table table(Terminal terminal, String... last) {
        Table table = new Table(terminal, List.of("NAME", ">COUNT", "TEXT"));
        for (String each : last) {
            table.add(List.of(Cell.of("a"), Cell.of(12), Cell.of(each)));
        }
        return table;
    }

    @Test
    void text_columns_areAligned() {
        Table table = table(Terminal.PLAIN, "x");
        table.add(List.of(Cell.of("longer name"), Cell.of(1_234_567), Cell.of("")));

        assertThat(table.text()).isEqualTo("""
                NAME           COUNT  TEXT
                a                 12  x
                longer name  1234567
                """);
    }

    @Test
    void text_hostileCells_stayInTheirPlace() {
        assertThat(table(Terminal.PLAIN, "x\ny\u001b[2J\u202e\tz").text())
                .hasLineCount(2)
                .endsWith("a        12  x\\ny\\u001b[2J\\u202e z\n");
    }

    @Test
    void text_lastColumn_isCutToTheTerminal() {
        Terminal narrow = new Terminal(new Colours(false), true, 40);

        assertThat(table(narrow, "y".repeat(100)).text().lines()).allMatch(line -> line.length() <= 40);
        assertThat(table(narrow, "y".repeat(100)).text()).endsWith("y…\n");
        assertThat(table(new Terminal(new Colours(false), false, 40), "y".repeat(100))
                        .text())
                .endsWith("y...\n");
        assertThat(table(Terminal.PLAIN, "y".repeat(1000)).text()).contains("y".repeat(1000));
    }

    @Test
    void text_wideCharacters_takeTwoPlaces() {
        Table table = new Table(Terminal.PLAIN, List.of("A", "B"));
        table.add(List.of(Cell.of("\u65e5\u672c"), Cell.of("x")));
        table.add(List.of(Cell.of("e\u0301abc"), Cell.of("y")));

        assertThat(table.text()).isEqualTo("A     B\n\u65e5\u672c  x\ne\u0301abc  y\n");
    }

    @Test
    void text_coloured_isAlignedAsWithoutColours() {
        Table table = new Table(new Terminal(new Colours(true), true, 80), List.of("A", "B"));
        table.add(List.of(new Cell("x", "\u001b[31m"), Cell.of("y")));

        assertThat(table.text().replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo("A  B\nx  y\n");
    }
}
