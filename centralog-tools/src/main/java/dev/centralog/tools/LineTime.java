// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the columns Date and Time in the formats that are common in log files. */
final class LineTime {
    static final String EXAMPLES = "2015-10-18 18:01:47,978 or 081109 203615 or 17/06/09 20:10:40";

    private static final List<DateTimeFormatter> DATES = formats("uuuu-MM-dd", "uuMMdd", "uu/MM/dd", "uuuu.MM.dd");
    private static final List<DateTimeFormatter> TIMES = formats("HH:mm:ss[,SSS][.SSS]", "HHmmss", "HH:mm:ss.SSSSSS");

    private LineTime() {}

    static Optional<LocalDateTime> parse(String date, String time) {
        for (DateTimeFormatter dateForm : DATES) {
            for (DateTimeFormatter timeForm : TIMES) {
                try {
                    return Optional.of(
                            LocalDateTime.of(LocalDate.parse(date, dateForm), LocalTime.parse(time, timeForm)));
                } catch (DateTimeParseException ignored) {
                    // The next format may match.
                }
            }
        }
        return Optional.empty();
    }

    private static List<DateTimeFormatter> formats(String... patterns) {
        return List.of(patterns).stream()
                .map(pattern -> DateTimeFormatter.ofPattern(pattern, Locale.ROOT))
                .toList();
    }
}
