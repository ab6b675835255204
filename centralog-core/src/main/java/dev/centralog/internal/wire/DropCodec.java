// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import dev.centralog.Origin;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.UnreadableEventException;
import org.jspecify.annotations.Nullable;

/**
 * The payload of a report of dropped events: {@code {"v":1,"drop":reason,"of":stream,"app":…,"env":…,"host":…,"pid":…}},
 * {@code of} left out for events. The count is not in it: it is the group's.
 */
public final class DropCodec {
    private DropCodec() {}

    /** Of what, why, and in which process something was given up. */
    public record Drop(String stream, String reason, Origin origin) {}

    public static byte[] encode(Drop drop) {
        JsonOutput json = new JsonOutput();
        json.writeStartObject();
        json.writeNumberField("v", EventCodec.VERSION);
        EventEncoder.text(json, "drop", drop.reason());
        if (!drop.stream().equals(DropReport.EVENTS)) {
            EventEncoder.text(json, "of", drop.stream());
        }
        EventEncoder.origin(json, drop.origin());
        json.writeEndObject();
        return json.bytes();
    }

    /**
     * Reads a report.
     *
     * @throws UnreadableEventException if it is none, or one of a newer major version; and no other
     */
    public static Drop decode(byte[] bytes) {
        return Json.read(bytes, input -> {
            Fields fields = new Fields();
            input.object(name -> {
                switch (name) {
                    case "v" -> fields.version = EventDecoder.version(input);
                    case "drop" -> fields.reason = input.text();
                    case "of" -> fields.stream = input.text();
                    default -> fields.origin.readOrSkip(name, input);
                }
            });
            if (fields.version == 0 || fields.reason == null) {
                throw new UnreadableEventException(
                        "report of drops without " + (fields.version == 0 ? "version" : "reason"));
            }
            return new Drop(fields.stream, fields.reason, fields.origin.build());
        });
    }

    private static final class Fields {
        long version;
        String stream = DropReport.EVENTS;

        @Nullable
        String reason;

        final EventDecoder.OriginFields origin = new EventDecoder.OriginFields();
    }
}
