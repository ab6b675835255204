// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import dev.centralog.ProcessInfo;

/**
 * The encoder of what a process says of itself: {@code
 * {"v":1,"app":…,"env":…,"release":…,"host":…,"pid":…,"instance":…}}. An empty text and the process id 0 are not written. A
 * reader skips fields that it does not know.
 */
public final class ProcessEncoder {
    private ProcessEncoder() {}

    /** Returns the encoded process: at most 3 KiB. */
    public static byte[] encode(ProcessInfo process) {
        JsonOutput json = new JsonOutput();
        json.writeStartObject();
        json.writeNumberField("v", EventEncoder.VERSION);
        write(json, process);
        json.writeEndObject();
        return json.bytes();
    }

    /**
     * Returns an encoded sign of life: the process, and besides {@code "centralog":…,"java":…,"framework":…}; a text that is
     * empty is not written.
     */
    public static byte[] encode(LifeSign sign) {
        JsonOutput json = new JsonOutput();
        json.writeStartObject();
        json.writeNumberField("v", EventEncoder.VERSION);
        write(json, sign.process());
        text(json, "centralog", sign.centralog());
        text(json, "java", sign.java());
        text(json, "framework", sign.framework());
        json.writeEndObject();
        return json.bytes();
    }

    private static void write(JsonOutput json, ProcessInfo process) {
        text(json, "app", process.app());
        text(json, "env", process.environment());
        text(json, "release", process.release());
        text(json, "host", process.host());
        EventEncoder.number(json, "pid", process.pid(), 0);
        text(json, "instance", process.instance());
    }

    private static void text(JsonOutput json, String field, String text) {
        EventEncoder.text(json, field, text.isEmpty() ? null : text);
    }
}
