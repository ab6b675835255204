// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.decode;

import com.fasterxml.jackson.core.JsonToken;
import dev.centralog.EventMarker;
import dev.centralog.EventSection;
import dev.centralog.KeyValue;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ProcessInfo;
import dev.centralog.SourceLocation;
import dev.centralog.ThreadRef;
import dev.centralog.Thrown;
import dev.centralog.gather.UnreadableEventException;
import dev.centralog.internal.wire.EventEncoder;
import dev.centralog.internal.wire.RenderedTemplate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A decoder for events: it reads the fields of {@link EventEncoder}'s table in any order. */
public final class EventDecoder {
    private final JsonInput input;
    private long version;
    private @Nullable Long second;
    private long nano;
    private @Nullable String levelName;
    private @Nullable Integer severity;
    private @Nullable String logger;
    private @Nullable String threadName;
    private long threadId;
    private int priority;
    private @Nullable String message;
    private @Nullable String template;
    private boolean templateGiven;
    private boolean messageGiven;
    private List<@Nullable Object> arguments = List.of();
    private @Nullable Thrown thrown;
    private @Nullable SourceLocation location;
    private List<EventMarker> markers = List.of();
    private Map<String, @Nullable String> mdc = Map.of();
    private List<String> ndc = List.of();
    private List<KeyValue> keyValues = List.of();
    private final OriginFields origin = new OriginFields();
    private long sequence;
    private Map<String, Long> cuts = Map.of();
    private boolean varying;

    private EventDecoder(JsonInput input) {
        this.input = input;
    }

    /**
     * A payload as it was read.
     *
     * @param varying whether its row counts texts that differ
     */
    public record Decoded(LogEvent event, boolean varying) {}

    /**
     * Reads an event, and what its payload says about its row.
     *
     * @throws UnreadableEventException if it is none, or one of a newer major version; no other exception is thrown
     */
    public static Decoded read(byte[] bytes) {
        return Json.read(bytes, input -> {
            EventDecoder decoder = new EventDecoder(input);
            return new Decoded(decoder.event(), decoder.varying);
        });
    }

    /** Reads an event as {@link #read} does. */
    public static LogEvent decode(byte[] bytes) {
        return read(bytes).event();
    }

    /**
     * Reads a sample: what it does not have is taken from the first event of its group.
     *
     * @param first the first event of its group
     * @param own the process that it comes from, unless the sample names another one
     * @param sequence its number among the events that its process rendered
     * @throws UnreadableEventException if it is none, or one of a newer major version; no other exception is thrown
     */
    public static LogEvent decodeSample(byte[] bytes, LogEvent first, Origin own, long sequence) {
        return Json.read(bytes, input -> new EventDecoder(input).sample(first, own, sequence));
    }

    /**
     * Reads a section into a builder.
     *
     * @throws UnreadableEventException if it is not one
     */
    public static void readSection(EventSection section, String text, LogEvent.Builder into) {
        Json.read(text.getBytes(StandardCharsets.UTF_8), input -> readSection(section, input, into));
    }

    private LogEvent sample(LogEvent first, Origin own, long ownSequence) throws IOException {
        read();
        if (second == null) {
            throw new UnreadableEventException("sample without time");
        }
        String ownTemplate = templateGiven ? template : first.template();
        return new LogEvent(
                Instant.ofEpochSecond(second, nano),
                first.level(),
                first.logger(),
                new ThreadRef(threadName, threadId, priority),
                ownTemplate,
                arguments,
                messageGiven ? message : RenderedTemplate.of(ownTemplate, arguments),
                thrown == null ? null : thrown.withFramesOf(first.thrown()),
                first.location(),
                first.markers(),
                mdc,
                ndc,
                keyValues,
                origin.isGiven() ? origin.build() : own,
                ownSequence,
                cuts);
    }

    private void read() throws IOException {
        input.object(this::field);
        if (version == 0) {
            throw new UnreadableEventException("no event: it has no version");
        }
    }

    private LogEvent event() throws IOException {
        read();
        if (second == null || levelName == null) {
            throw new UnreadableEventException("event without " + (second == null ? "time" : "level"));
        }
        Level level = severity == null ? Level.of(levelName) : new Level(levelName, severity);
        return new LogEvent(
                Instant.ofEpochSecond(second, nano),
                level,
                logger,
                new ThreadRef(threadName, threadId, priority),
                templateGiven ? template : message,
                arguments,
                message,
                thrown,
                location,
                markers,
                mdc,
                ndc,
                keyValues,
                origin.build(),
                sequence,
                cuts);
    }

    private void field(String name) throws IOException {
        switch (name) {
            case "v" -> version = version(input);
            case "t" -> second = input.integer();
            case "n" -> nano = input.integer();
            case "level" -> levelName = input.text();
            case "severity" -> severity = input.int32();
            case "logger" -> logger = input.textOrNull();
            case "thread" -> threadName = input.textOrNull();
            case "tid" -> threadId = input.integer();
            case "priority" -> priority = input.int32();
            case "message" -> {
                message = input.textOrNull();
                messageGiven = true;
            }
            case "template" -> {
                template = input.textOrNull();
                templateGiven = true;
            }
            case "args" -> arguments = ValueDecoder.readList(input);
            case "thrown" -> thrown = ThrownDecoder.read(input);
            case "at" -> location = SourceLocation.of(FrameDecoder.read(input, null));
            case "markers" -> markers = markers(input);
            case "mdc" -> mdc = mdc(input);
            case "ndc" -> ndc = input.list(input::text);
            case "kv" -> keyValues = keyValues(input);
            case "seq" -> sequence = input.integer();
            case "cuts" -> cuts = cuts(input);
            case "varying" -> varying = input.bool();
            default -> origin.readOrSkip(name, input);
        }
    }

    /** The fields of an {@link Origin}, which stand among the fields of the object around them. */
    static final class OriginFields {
        private String app = "";
        private String environment = "";
        private String host = "";
        private long pid;

        boolean isGiven() {
            return !build().equals(Origin.UNKNOWN);
        }

        void readOrSkip(String name, JsonInput input) throws IOException {
            switch (name) {
                case "app" -> app = input.text();
                case "env" -> environment = input.text();
                case "host" -> host = input.text();
                case "pid" -> pid = input.integer();
                default -> input.skip();
            }
        }

        Origin build() {
            return new Origin(app, environment, host, pid);
        }

        ProcessInfo process(String release, String instance) {
            return new ProcessInfo(app, environment, release, host, pid, instance);
        }
    }

    static long version(JsonInput input) throws IOException {
        long version = input.integer();
        if (version > EventEncoder.VERSION) {
            throw new UnreadableEventException(
                    "wire version " + version + " is newer than " + EventEncoder.VERSION + ", the newest known here");
        }
        if (version < 1) {
            throw new UnreadableEventException("there is no wire version " + version);
        }
        return version;
    }

    private static boolean readSection(EventSection section, JsonInput input, LogEvent.Builder into)
            throws IOException {
        switch (section) {
            case ARGUMENTS -> into.arguments(ValueDecoder.readList(input));
            case THROWN -> into.thrown(ThrownDecoder.read(input));
            case MARKERS -> into.markers(markers(input));
            case MDC -> into.mdc(mdc(input));
            case NDC -> into.ndc(input.list(input::text));
            case KEY_VALUES -> into.keyValues(keyValues(input));
            case CUTS -> into.cuts(cuts(input));
        }
        return true;
    }

    private static List<EventMarker> markers(JsonInput input) throws IOException {
        return input.list(() -> marker(input));
    }

    private static EventMarker marker(JsonInput input) throws IOException {
        if (input.token() == JsonToken.VALUE_STRING) {
            return new EventMarker(input.text());
        }
        MarkerFields fields = new MarkerFields();
        input.object(name -> {
            switch (name) {
                case "name" -> fields.name = input.text();
                case "refs" -> fields.references = markers(input);
                default -> input.skip();
            }
        });
        return new EventMarker(fields.name, fields.references);
    }

    private static final class MarkerFields {
        String name = "";
        List<EventMarker> references = List.of();
    }

    private static Map<String, @Nullable String> mdc(JsonInput input) throws IOException {
        Map<String, @Nullable String> mdc = new LinkedHashMap<>();
        input.object(name -> mdc.put(name, input.textOrNull()));
        return mdc;
    }

    private static List<KeyValue> keyValues(JsonInput input) throws IOException {
        return input.list(() -> {
            input.enterTuple();
            input.requireItem();
            String key = input.text();
            input.requireItem();
            Object value = ValueDecoder.read(input);
            if (input.nextItem()) {
                input.leaveTuple();
            }
            return new KeyValue(key, value);
        });
    }

    private static Map<String, Long> cuts(JsonInput input) throws IOException {
        Map<String, Long> cuts = new LinkedHashMap<>();
        input.object(name -> cuts.put(name, input.integer()));
        return cuts;
    }
}
