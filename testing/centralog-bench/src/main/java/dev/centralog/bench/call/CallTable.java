// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import dev.centralog.bench.jmh.Figures;
import dev.centralog.bench.report.Markdown;
import java.util.Locale;
import java.util.Map;

/** Prints all figures of calls, one per line. */
final class CallTable {
    private CallTable() {}

    static Markdown of(Map<Subject, Figures> figures) {
        Markdown table = new Markdown("work", "threads", "ns/call (range)", "bytes/call", "dropped", "blocked");
        figures.forEach((subject, measured) -> table.row(
                subject.title(),
                Integer.toString(subject.threads()),
                number("%,.0f (%,.0f…%,.0f)", measured.nanos(), measured.lowestNanos(), measured.highestNanos()),
                number("%,.1f", measured.bytes()),
                number("%,d of %,d", measured.dropped(), measured.calls()),
                number("%,d", measured.blocked())));
        return table;
    }

    private static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
