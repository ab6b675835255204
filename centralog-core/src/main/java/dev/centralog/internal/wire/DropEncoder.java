// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

/**
 * The encoder of drop reports: {@code {"v":1,"drop":reason,"of":stream,"app":…,"env":…,"host":…,"pid":…}}; {@code of}
 * is left out for events. The number of drops is not part of it, since it is the group's count.
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
