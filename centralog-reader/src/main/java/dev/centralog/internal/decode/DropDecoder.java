// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.decode;

import dev.centralog.gather.UnreadableEventException;
import dev.centralog.internal.wire.Drop;
import org.jspecify.annotations.Nullable;

/** A decoder for drop reports; {@link dev.centralog.internal.wire.DropEncoder} says what they look like. */
public final class DropDecoder {
    private DropDecoder() {}

    /**
     * Reads a report.
     *
     * @throws UnreadableEventException if it is none, or one of a newer major version; no other exception is thrown
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
        String stream = Drop.EVENTS;

        @Nullable
        String reason;

        final EventDecoder.OriginFields origin = new EventDecoder.OriginFields();
    }
}
