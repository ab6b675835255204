// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.report;

import java.util.Locale;

/** Builds a table. Its first column has text or numbers; the other columns are aligned to the right. */
public final class Markdown {
    private final StringBuilder text = new StringBuilder();

    public Markdown(String... titles) {
        row(titles);
        text.append("| --- |").append(" --: |".repeat(titles.length - 1)).append('\n');
    }

    public void row(String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    public static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    public static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
