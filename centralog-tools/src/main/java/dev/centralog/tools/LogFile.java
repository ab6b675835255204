// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A log file that a log parser has converted to a CSV file with the columns of the Loghub collection.
 *
 * @param withTimes whether the lines' times are read
 */
record LogFile(Path path, boolean withTimes) {
    private static final List<String> COLUMNS = List.of("Level", "Component", "Content", "EventTemplate");
    private static final List<String> TIME_COLUMNS = List.of("Date", "Time");
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

    /**
     * Reads the whole file, so that a faulty one is refused before anything is logged, and returns the number of its
     * lines.
     *
     * @throws OptionException if a line is wrong; the message names the line and the fault
     */
    long check() {
        long[] lines = {0};
        read(line -> lines[0]++);
        return lines[0];
    }

    /** Passes each line to the consumer, in the order of the file, without keeping it. Throws as {@link #check} does. */
    void read(Consumer<LoggedLine> consumer) {
        try (CSVParser parser = CSVParser.parse(Files.newBufferedReader(path, StandardCharsets.UTF_8), FORMAT)) {
            List<String> missing = new ArrayList<>(COLUMNS);
            if (withTimes) {
                missing.addAll(TIME_COLUMNS);
            }
            missing.removeAll(parser.getHeaderNames());
            if (!missing.isEmpty()) {
                throw fault("has no column " + String.join(", ", missing) + "; its columns are "
                        + String.join(", ", parser.getHeaderNames()));
            }
            for (CSVRecord record : parser) {
                consumer.accept(line(record));
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw fault("can't be read: " + e);
        }
    }

    private LoggedLine line(CSVRecord record) {
        String where = "line " + record.getRecordNumber() + " ";
        if (!record.isConsistent()) {
            throw fault(where + "has " + record.size() + " columns, not those of the header");
        }
        String level = record.get("Level");
        Severity severity = Severity.of(level)
                .orElseThrow(() -> fault(where + "has the level '" + level
                        + "'; allowed is TRACE, DEBUG, INFO, WARN, ERROR or FATAL, or another usual name of these"));
        return new LoggedLine(
                severity,
                record.get("Component"),
                record.get("Content"),
                record.get("EventTemplate"),
                withTimes
                        ? LineTime.parse(record.get("Date"), record.get("Time"))
                                .orElseThrow(() -> fault(where + "has the time '" + record.get("Date") + " "
                                        + record.get("Time") + "', which --speed can't read; allowed is e.g. "
                                        + LineTime.EXAMPLES))
                        : null);
    }

    private OptionException fault(String what) {
        return new OptionException(List.of("option '--file' is '" + path + "', which " + what));
    }
}
