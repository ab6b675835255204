// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import dev.centralog.Thrown;
import java.util.List;

/**
 * The encoder of throwables; the fields are in {@link EventEncoder}'s table. As in a printed stack trace, the last
 * frames that a cause or a suppressed throwable shares with the one around it are counted and not repeated.
 */
final class ThrownEncoder {
    private ThrownEncoder() {}

    static void write(JsonOutput json, Thrown thrown) {
        write(json, thrown, List.of());
    }

    private static void write(JsonOutput json, Thrown thrown, List<StackTraceElement> around) {
        json.writeStartObject();
        EventEncoder.text(json, "class", thrown.className().isEmpty() ? null : thrown.className());
        EventEncoder.text(json, "message", thrown.message());
        EventEncoder.text(json, "text", thrown.text());
        List<StackTraceElement> frames = thrown.frames();
        int common = common(frames, around);
        if (common < frames.size()) {
            json.writeFieldName("frames");
            FrameEncoder.writeAll(json, common == 0 ? frames : frames.subList(0, frames.size() - common));
        }
        EventEncoder.number(json, "common", common, 0);
        EventEncoder.number(json, "omitted", thrown.framesOmitted(), 0);
        EventEncoder.number(json, "ref", thrown.reference(), -1);
        Thrown cause = thrown.cause();
        if (cause != null) {
            json.writeFieldName("cause");
            write(json, cause, frames);
        }
        if (!thrown.suppressed().isEmpty()) {
            json.writeArrayFieldStart("suppressed");
            for (Thrown each : thrown.suppressed()) {
                write(json, each, frames);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static int common(List<StackTraceElement> frames, List<StackTraceElement> around) {
        int most = Math.min(frames.size(), around.size());
        int common = 0;
        while (common < most && frames.get(frames.size() - 1 - common).equals(around.get(around.size() - 1 - common))) {
            common++;
        }
        return common;
    }
}
