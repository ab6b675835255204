// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.tail;

import dev.centralog.EventMarker;
import dev.centralog.LogEvent;
import dev.centralog.SourceLocation;
import dev.centralog.Thrown;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gatherer.stored.StoredEvent;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.StackTraceText;
import dev.centralog.gatherer.text.Times;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of events in JSON, called as in SQL. Names are not changed within a major version. */
public final class EventJson {
    private final Times times;
    private final boolean hasStacks;

    /**
     * Makes a writer.
     *
     * @param hasStacks whether there are stack traces
     */
    public EventJson(Times times, boolean hasStacks) {
        this.times = times;
        this.hasStacks = hasStacks;
    }

    /** Returns the line of a row of events, ended by a line feed. */
    public String text(StoredEvent row, List<GatheredSample> samples) {
        return line(row, samples).text();
    }

    /** Returns the same, to which fields may be added. */
    public JsonLine line(StoredEvent row, List<GatheredSample> samples) {
        LogEvent event = row.event();
        JsonLine line = new JsonLine()
                .add("time", times.iso(event.time()))
                .add("second", times.iso(row.windowStart()))
                .add("repeats", row.repeats())
                .add("in_full", row.inFull().count())
                .add("flag", row.flag().isEmpty() ? null : row.flag())
                .add("group", row.groupId());
        addIdentity(line, event);
        line.add("host", event.origin().host())
                .add("release", none(row.own().process().release()))
                .add("instance", none(row.own().process().instance()))
                .add("trace_id", row.own().traceId());
        addOwn(line, event);
        addStack(line, event.thrown());
        return line.add("processes", row.processes().asMap())
                .add("samples", samples.stream().map(this::fields).toList());
    }

    /** Returns the fields of a sample, which are its own. */
    public JsonLine sample(GatheredSample sample) {
        LogEvent event = sample.event();
        JsonLine line = new JsonLine().add("time", times.iso(event.time())).add("process", sample.process());
        addOwn(line, event);
        return line;
    }

    private static @Nullable String none(String text) {
        return text.isEmpty() ? null : text;
    }

    private Object fields(GatheredSample sample) {
        return sample(sample).fields();
    }

    /** Adds what all events of a group have in common. */
    public static void addIdentity(JsonLine line, LogEvent event) {
        SourceLocation place = event.location();
        line.add("level", event.level().name())
                .add("app", event.origin().app())
                .add("environment", event.origin().environment())
                .add("logger", event.logger())
                .add("template", event.template())
                .add(
                        "place",
                        place == null
                                ? null
                                : new JsonLine()
                                        .add("class", place.className())
                                        .add("method", place.methodName())
                                        .add("file", place.fileName())
                                        .add("line", place.lineNumber())
                                        .fields());
    }

    /** Adds what is an event's own. */
    public void addOwn(JsonLine line, LogEvent event) {
        line.add("thread", event.thread().name())
                .add("message", event.message())
                .add("arguments", event.arguments())
                .add("mdc", event.mdc())
                .add("ndc", event.ndc())
                .add(
                        "key_values",
                        event.keyValues().stream()
                                .map(each -> new JsonLine()
                                        .add("key", each.key())
                                        .add("value", each.value())
                                        .fields())
                                .toList())
                .add("markers", event.markers().stream().map(EventMarker::name).toList());
        Thrown thrown = event.thrown();
        if (thrown != null) {
            line.add("thrown_class", thrown.className()).add("thrown_message", thrown.message());
        }
    }

    /** Adds the stack trace, unless there are to be none. */
    public void addStack(JsonLine line, @Nullable Thrown thrown) {
        if (thrown != null && hasStacks) {
            line.add("stack", StackTraceText.of(thrown));
        }
    }
}
