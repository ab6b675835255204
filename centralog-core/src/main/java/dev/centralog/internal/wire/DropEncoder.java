// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

/**
 * The payload of a report of dropped events: {@code {"v":1,"drop":reason,"of":stream,"app":…,"env":…,"host":…,"pid":…}},
 * {@code of} left out for events. The count is not in it: it is the group's.
 */
public final class DropEncoder {
    private DropEncoder() {}

    public static byte[] encode(Drop drop) {
        JsonOutput json = new JsonOutput();
        json.writeStartObject();
        json.writeNumberField("v", EventEncoder.VERSION);
        EventEncoder.text(json, "drop", drop.reason());
        if (!drop.stream().equals(Drop.EVENTS)) {
            EventEncoder.text(json, "of", drop.stream());
        }
        EventEncoder.origin(json, drop.origin());
        json.writeEndObject();
        return json.bytes();
    }
}
