// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A table in columns that are as wide as their widest cell. All texts are made harmless for a terminal, and take one line.
 *
 * <p>Thread-safety: none.
 */
public final class Table {
    private static final String GAP = "  ";
    /** The fewest characters that the last column is cut to. */
    private static final int LEAST = 20;

    private final Terminal terminal;
    private final List<List<Cell>> rows = new ArrayList<>();
    private final List<Boolean> right = new ArrayList<>();

    /**
     * A cell.
     *
     * @param text any text
     * @param sequence the escape sequence of its colour; empty for none
     */
    public record Cell(String text, String sequence) {
        /** Returns a cell without a colour. */
        public static Cell of(Object text) {
            return new Cell(String.valueOf(text), "");
        }
    }

    /**
     * Makes a table without rows.
     *
     * @param titles the heads of its columns; behind the character {@code >} those of numbers, which are aligned at their end
     */
    public Table(Terminal terminal, List<String> titles) {
        this.terminal = terminal;
        List<Cell> head = new ArrayList<>();
        for (String each : titles) {
            right.add(each.startsWith(">"));
            head.add(new Cell(each.replaceFirst("^>", ""), "\u001b[1m"));
        }
        rows.add(head);
    }

    /** Adds a row, with a cell for each column. */
    public void add(List<Cell> row) {
        rows.add(row.stream()
                .map(each -> new Cell(TerminalText.line(each.text).replace('\t', ' '), each.sequence))
                .toList());
    }

    /** Returns the lines, each ended by a line feed; the last column is cut to what fits into a line of the terminal. */
    public String text() {
        StringBuilder text = new StringBuilder();
        int last = right.size() - 1;
        List<Integer> widths = new ArrayList<>();
        int before = 0;
        for (int column = 0; column < last; column++) {
            int of = column;
            int width = rows.stream()
                    .mapToInt(each -> width(each.get(of).text))
                    .max()
                    .orElse(0);
            widths.add(width);
            before += width + GAP.length();
        }
        widths.add(Math.max(LEAST, terminal.width() - before));
        for (List<Cell> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column <= last; column++) {
                Cell cell = row.get(column);
                String shown = column == last ? cut(cell.text, widths.get(column)) : cell.text;
                String blanks = column == last && !right.get(column)
                        ? ""
                        : " ".repeat(Math.max(0, columnWidth(column, widths) - width(shown)));
                String coloured = terminal.colours().colour(cell.sequence, shown);
                line.append(column == 0 ? "" : GAP).append(right.get(column) ? blanks + coloured : coloured + blanks);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int columnWidth(int column, List<Integer> widths) {
        return column < right.size() - 1
                ? widths.get(column)
                : rows.stream()
                        .mapToInt(each -> width(each.get(column).text))
                        .max()
                        .orElse(0);
    }

    /** Returns the start of a text that is wider than a column, and a mark that it goes on. */
    private String cut(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        String mark = terminal.isUnicode() ? "…" : "...";
        StringBuilder start = new StringBuilder();
        int taken = 0;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            int codePoint = text.codePointAt(i);
            taken += width(codePoint);
            if (taken > width - mark.length()) {
                break;
            }
            start.appendCodePoint(codePoint);
        }
        return start + mark;
    }

    private static int width(String text) {
        return text.codePoints().map(Table::width).sum();
    }

    /** Returns how many places a terminal takes for a character: two for those of East Asia and for pictures. */
    private static int width(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean isWide = (codePoint >= 0x1100 && codePoint <= 0x115f)
                || (codePoint >= 0x2e80 && codePoint <= 0xa4cf)
                || (codePoint >= 0xac00 && codePoint <= 0xd7a3)
                || (codePoint >= 0xf900 && codePoint <= 0xfaff)
                || (codePoint >= 0xfe30 && codePoint <= 0xfe6f)
                || (codePoint >= 0xff00 && codePoint <= 0xff60)
                || (codePoint >= 0x1f300 && codePoint <= 0x1faff)
                || (codePoint >= 0x20000 && codePoint <= 0x3fffd);
        return isWide ? 2 : 1;
    }
}
