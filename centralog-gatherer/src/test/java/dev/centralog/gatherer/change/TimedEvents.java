// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The times and templates of a log file as CSV, with the columns {@code Date}, {@code Time} and {@code EventId}. */
final class TimedEvents {
    private record Timed(long millis, String event) {}

    private final List<Timed> events = new ArrayList<>();

    TimedEvents(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> columns = fields(lines.get(0));
        for (String line : lines.subList(1, lines.size())) {
            List<String> fields = fields(line);
            String time = fields.get(columns.indexOf("Date")) + " " + fields.get(columns.indexOf("Time"));
            String pattern = time.contains("-") ? "yyyy-MM-dd HH:mm:ss,SSS" : "yyMMdd HHmmss";
            LocalDateTime parsed = LocalDateTime.parse(time, DateTimeFormatter.ofPattern(pattern));
            events.add(
                    new Timed(parsed.toInstant(ZoneOffset.UTC).toEpochMilli(), fields.get(columns.indexOf("EventId"))));
        }
    }

    /** Returns the counts of each template in so many periods of one length. */
    Map<String, long[]> counts(int periods) {
        long first = events.stream().mapToLong(Timed::millis).min().orElseThrow();
        long length = events.stream().mapToLong(Timed::millis).max().orElseThrow() - first + 1;
        Map<String, long[]> counts = new TreeMap<>();
        for (Timed each : events) {
            int period = (int) ((each.millis - first) * periods / length);
            counts.computeIfAbsent(each.event, event -> new long[periods])[period]++;
        }
        return counts;
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean isQuoted = false;
        for (int at = 0; at < line.length(); at++) {
            char each = line.charAt(at);
            if (each == '"') {
                isQuoted = !isQuoted;
            } else if (each == ',' && !isQuoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(each);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
