// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.centralog.CentralogStats;
import dev.centralog.DropReason;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The result of a run of {@code load} or {@code replay}.
 *
 * @param logged events counted by the code that called the logger
 * @param stats the appender's own figures, after its stop
 * @param duration the time from the first call until Redis had confirmed the last event, or the appender gave up
 * @param details further figures of the command, by name
 */
record RunReport(long logged, CentralogStats stats, Duration duration, Map<String, Long> details) {
    RunReport {
        details = new TreeMap<>(details);
    }

    /** Whether every event is in Redis or counted as dropped, and none was left at the end. */
    boolean isConserved() {
        return logged == stats.acknowledged() + stats.totalDropped()
                && !stats.dropped().containsKey(DropReason.SHUTDOWN);
    }

    /** Returns the report as one line of JSON. */
    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("logged", logged);
            json.writeNumberField("folded", stats.folded());
            json.writeObjectFieldStart("dropped");
            for (Map.Entry<String, Long> reason : stats.droppedByName().entrySet()) {
                json.writeNumberField(reason.getKey(), reason.getValue());
            }
            json.writeEndObject();
            json.writeNumberField("acknowledged", stats.acknowledged());
            json.writeNumberField("windows", stats.windows());
            json.writeNumberField("seconds", duration.toMillis() / 1000.0);
            for (Map.Entry<String, Long> detail : details.entrySet()) {
                json.writeNumberField(detail.getKey(), detail.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter never throws
        }
        return text.toString();
    }
}
