// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import java.util.ArrayList;
import java.util.List;

/** A reader of CSV by RFC 4180, strict: it throws for what is not. */
final class CsvText {
    private final String text;
    private int at;

    private CsvText(String text) {
        this.text = text;
    }

    /** Returns the lines, each as its cells. */
    static List<List<String>> read(String text) {
        CsvText csv = new CsvText(text);
        List<List<String>> lines = new ArrayList<>();
        while (csv.at < text.length()) {
            lines.add(csv.line());
        }
        return lines;
    }

    private List<String> line() {
        List<String> cells = new ArrayList<>(List.of(cell()));
        while (text.charAt(at) == ',') {
            at++;
            cells.add(cell());
        }
        if (!text.startsWith("\r\n", at)) {
            throw new IllegalArgumentException("no end of line at character " + at);
        }
        at += 2;
        return cells;
    }

    private String cell() {
        StringBuilder cell = new StringBuilder();
        if (text.charAt(at) != '"') {
            while (",\r".indexOf(text.charAt(at)) < 0) {
                if ("\"\n".indexOf(text.charAt(at)) >= 0) {
                    throw new IllegalArgumentException("a cell without quotes has one at character " + at);
                }
                cell.append(text.charAt(at++));
            }
            return cell.toString();
        }
        at++;
        while (text.charAt(at) != '"' || text.startsWith("\"\"", at)) {
            at += text.charAt(at) == '"' ? 1 : 0;
            cell.append(text.charAt(at++));
        }
        at++;
        return cell.toString();
    }
}
