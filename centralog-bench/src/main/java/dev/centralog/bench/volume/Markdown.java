// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import java.util.Locale;

/** A table under way: the first column is text or numbers, the others are to the right. */
final class Markdown {
    private final StringBuilder text = new StringBuilder();

    Markdown(String... titles) {
        row(titles);
        text.append("| --- |").append(" --: |".repeat(titles.length - 1)).append('\n');
    }

    void row(String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
