// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.centralog.gather.DropReport;
import dev.centralog.gatherer.stored.Storage;
import dev.centralog.gatherer.stored.StoredProcesses;
import dev.centralog.gatherer.stored.StoredState;
import dev.centralog.internal.claim.StreamState;
import dev.centralog.internal.redis.read.Presence;
import dev.centralog.internal.status.Version;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link StatusReport} as one line of JSON. */
public final class StatusJson {
    private static final double MILLIS = 1000;

    private final JsonGenerator json;
    private final StatusReport report;

    private StatusJson(JsonGenerator json, StatusReport report) {
        this.json = json;
        this.report = report;
    }

    /**
     * Returns the line.
     *
     * @param exitCode the exit code of the command
     */
    public static String of(StatusReport report, int exitCode) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            new StatusJson(json, report).write(exitCode);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never happens: it writes to memory
        }
        return text.toString();
    }

    private void write(int exitCode) throws IOException {
        json.writeStartObject();
        json.writeNumberField("exitCode", exitCode);
        json.writeStringField("version", Version.current().number());
        json.writeStringField("commit", Version.current().commit());
        json.writeStringField("java", Runtime.version().toString());
        RedisState redis = report.redis();
        if (redis != null) {
            json.writeObjectFieldStart("redis");
            write(redis);
            json.writeEndObject();
            write("events", redis.events());
            write("actions", redis.actions());
        }
        StoredState stored = report.stored();
        if (stored != null) {
            json.writeObjectFieldStart("database");
            write(stored);
            json.writeEndObject();
        }
        json.writeArrayFieldStart("failures");
        for (String each : report.failures()) {
            json.writeString(each);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("findings");
        for (Finding each : report.findings()) {
            json.writeStartObject();
            json.writeStringField("level", each.level().toString().toLowerCase(Locale.ROOT));
            json.writeStringField("text", each.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(RedisState redis) throws IOException {
        json.writeStringField("url", report.asked().redisUrl());
        json.writeStringField("server", redis.server().name());
        json.writeNumberField("answerMillis", redis.answerTime().toNanos() / 1e6);
        json.writeNumberField("usedBytes", redis.server().usedBytes());
        json.writeNumberField("maxBytes", redis.server().mostBytes());
        json.writeStringField("keyPrefix", redis.keyPrefix());
        json.writeStringField("protocol", redis.protocol());
        json.writeArrayFieldStart("otherPrefixes");
        for (String each : redis.others().names()) {
            json.writeString(each);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("gatherers");
        for (Presence each : redis.gatherers()) {
            json.writeStartObject();
            json.writeStringField("id", each.id());
            json.writeStringField("host", each.host());
            json.writeNumberField("pid", each.pid());
            json.writeStringField("version", each.version());
            write("since", Instant.ofEpochMilli(each.sinceMillis()));
            write("lastSeen", Instant.ofEpochMilli(each.seenMillis()));
            json.writeBooleanField("silent", redis.isSilent(each));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("producersOfLastMinute", redis.producers().recent());
        if (redis.producers().lastBatchMillis() == 0) {
            json.writeNullField("lastBatch");
        } else {
            write("lastBatch", Instant.ofEpochMilli(redis.producers().lastBatchMillis()));
        }
    }

    private void write(String name, StreamState state) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("waiting", state.waiting());
        json.writeNumberField("sealed", state.sealed());
        json.writeNumberField("held", state.held());
        write("oldest", state.oldest());
        json.writeNumberField("overdueSeconds", state.longestOverdue().toMillis() / MILLIS);
        json.writeEndObject();
    }

    private void write(StoredState stored) throws IOException {
        json.writeStringField("url", report.asked().databaseUrl());
        json.writeStringField("server", stored.product());
        write("lastEvent", stored.lastEvent());
        write("lastAction", stored.lastAction());
        write("eventsCompleteUpTo", report.completeUpTo(DropReport.EVENTS));
        write("actionsCompleteUpTo", report.completeUpTo(DropReport.ACTIONS));
        Storage storage = stored.storage();
        write("bytes", storage.bytes());
        write("freeBytes", storage.freeBytes());
        write("oldestEvent", storage.oldestEvent());
        write("oldestAction", storage.oldestAction());
        write("lastRetentionPass", storage.lastPass());
        Kept kept = report.asked().kept();
        if (kept != null) {
            json.writeObjectFieldStart("kept");
            json.writeNumberField("eventsSeconds", kept.events().toSeconds());
            json.writeNumberField("actionsSeconds", kept.actions().toSeconds());
            json.writeNumberField("rollUpsSeconds", kept.rollUps().toSeconds());
            json.writeNumberField("maxBytes", kept.mostBytes());
            json.writeEndObject();
        }
        json.writeNumberField("dropsOfHours", report.asked().dropsOf().toHours());
        json.writeObjectFieldStart("drops");
        for (Map.Entry<String, Map<String, Long>> stream : stored.drops().entrySet()) {
            write(stream.getKey(), stream.getValue());
        }
        json.writeEndObject();
        write("deadLetters", stored.deadLetters());
        write(stored.processes());
    }

    private void write(StoredProcesses processes) throws IOException {
        json.writeNumberField("processesAlive", processes.alive());
        json.writeNumberField("processesSilent", processes.silent());
        json.writeArrayFieldStart("silent");
        for (StoredProcesses.Silent each : processes.lastSilent()) {
            json.writeStartObject();
            json.writeStringField("app", each.info().app());
            json.writeStringField("environment", each.info().environment());
            json.writeStringField("release", each.info().release());
            json.writeStringField("host", each.info().host());
            json.writeNumberField("pid", each.info().pid());
            json.writeStringField("instance", each.info().instance());
            write("lastSeen", each.lastSeen());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void write(String name, Map<String, Long> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Long> each : counts.entrySet()) {
            json.writeNumberField(each.getKey(), each.getValue());
        }
        json.writeEndObject();
    }

    /** Writes a number of bytes, or null if it is not known. */
    private void write(String name, long bytes) throws IOException {
        if (bytes < 0) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, bytes);
        }
    }

    private void write(String name, @Nullable Instant time) throws IOException {
        json.writeStringField(name, time == null ? null : time.toString());
    }
}
