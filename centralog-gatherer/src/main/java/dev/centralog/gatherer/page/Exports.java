// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.text.CsvLines;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.internal.time.Clock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Views as files: lines of CSV or of JSON. Events are read page by page, and no connection is held while a page is written, so
 * whoever reads slowly keeps nobody from anything.
 *
 * <p>Thread-safety: any thread.
 */
final class Exports implements AutoCloseable {
    /** The longest time of an export; it is broken off then. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Pattern NAME = Pattern.compile("([a-z]+)\\.(csv|jsonl)");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Readers readers;
    private final Clock clock = Clock.system();

    Exports(SinkTarget target) {
        readers = new Readers(target, new Readers.Limits(2, Duration.ofSeconds(3), Duration.ofSeconds(30)));
    }

    /**
     * Writes a view. Blocks for as long as that takes.
     *
     * @param name the view and the form, such as {@code families.csv}
     * @throws BadRequestException if a parameter is not allowed; before anything is written
     * @throws UnavailableException if it takes too long, or as {@link Readers#read}
     * @throws IOException if it can't be written
     */
    void write(String name, Parameters parameters, ExportReceiver receiver) throws IOException {
        Matcher parts = NAME.matcher(name);
        ExportedView view = parts.matches() ? ExportedView.named(parts.group(1)) : null;
        if (view == null) {
            throw BadRequestException.notFound("there is no export '" + Parameters.shown(name) + "'; allowed are "
                    + String.join(", ", ExportedView.names()) + ", with .csv or .jsonl");
        }
        ExportedView.Pages pages = view.pages(parameters);
        List<Map<String, Object>> rows = readers.read(pages::next);
        boolean isCsv = parts.group(2).equals("csv");
        Instant now = parameters.times().now();
        String type = isCsv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson; charset=utf-8";
        String file = "centralog-" + parts.group(1) + "-" + TIME.format(now) + "." + parts.group(2);
        // It is closed only if all is written: else it would be taken for whole.
        OutputStream out = receiver.begin(type, file);
        CsvLines csv = isCsv ? new CsvLines(columns(view, rows)) : null;
        if (csv != null) {
            write(out, csv.header());
        }
        long start = clock.nanos();
        while (true) {
            for (Map<String, Object> each : rows) {
                write(out, csv == null ? new JsonLine().addAll(each).text() : csv.line(each));
            }
            if (pages.isEnd()) {
                out.close();
                return;
            }
            if (clock.nanos() - start > LONGEST.toNanos()) {
                throw new UnavailableException("the export took more than " + LONGEST.toMinutes() + " minutes");
            }
            rows = readers.read(pages::next);
        }
    }

    /** Returns the view's columns, or if these depend on the rows, which are all there then, all fields that one has. */
    private static List<String> columns(ExportedView view, List<Map<String, Object>> rows) {
        @Nullable List<String> columns = view.columns();
        if (columns != null) {
            return columns;
        }
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(each -> names.addAll(each.keySet()));
        return new ArrayList<>(names);
    }

    private static void write(OutputStream out, String line) throws IOException {
        out.write(line.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        readers.close();
    }
}
