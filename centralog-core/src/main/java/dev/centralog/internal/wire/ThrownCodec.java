// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import dev.centralog.Thrown;
import dev.centralog.gather.UnreadableEventException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Throwables as objects; their fields are in {@link EventCodec}'s table. As in a printed stack trace, the frames at the
 * end that a cause or a suppressed one shares with the throwable around it are counted, not repeated.
 */
final class ThrownCodec {
    private static final int MAX_THROWABLES = 4096;
    private static final int MAX_FRAMES = 1 << 20;

    private ThrownCodec() {}

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
            FrameCodec.writeAll(json, common == 0 ? frames : frames.subList(0, frames.size() - common));
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

    static Thrown read(JsonInput input) throws IOException {
        Reading reading = new Reading(input);
        Node root = reading.node();
        return reading.resolve(root, List.of());
    }

    /** A throwable as it stands in the JSON: the shared frames may come before or after those that they refer to. */
    private static final class Node {
        String className = "";

        @Nullable
        String message;

        @Nullable
        String text;

        List<StackTraceElement> frames = List.of();
        int common;
        int omitted;
        int reference = -1;

        @Nullable
        Node cause;

        List<Node> suppressed = List.of();
    }

    private static final class Reading {
        private final JsonInput input;
        private int throwables;
        private int frames;

        Reading(JsonInput input) {
            this.input = input;
        }

        Node node() throws IOException {
            if (++throwables > MAX_THROWABLES) {
                throw new UnreadableEventException("more than " + MAX_THROWABLES + " throwables");
            }
            Node node = new Node();
            input.object(name -> {
                switch (name) {
                    case "class" -> node.className = input.text();
                    case "message" -> node.message = input.textOrNull();
                    case "text" -> node.text = input.textOrNull();
                    case "frames" -> node.frames = FrameCodec.readAll(input);
                    case "common" -> node.common = input.int32();
                    case "omitted" -> node.omitted = input.int32();
                    case "ref" -> node.reference = input.int32();
                    case "cause" -> node.cause = input.isNull() ? null : node();
                    case "suppressed" -> node.suppressed = input.list(this::node);
                    default -> input.skip();
                }
            });
            return node;
        }

        Thrown resolve(Node node, List<StackTraceElement> around) {
            if (node.common < 0 || node.common > around.size()) {
                throw new UnreadableEventException(
                        node.common + " frames in common with a throwable that has " + around.size());
            }
            List<StackTraceElement> all = node.frames;
            if (node.common > 0) {
                all = new ArrayList<>(node.frames.size() + node.common);
                all.addAll(node.frames);
                all.addAll(around.subList(around.size() - node.common, around.size()));
            }
            frames += all.size();
            if (frames > MAX_FRAMES) { // a few bytes that name many shared frames must not fill our memory
                throw new UnreadableEventException("more than " + MAX_FRAMES + " stack frames");
            }
            Thrown cause = node.cause == null ? null : resolve(node.cause, all);
            List<Thrown> suppressed = new ArrayList<>(node.suppressed.size());
            for (Node each : node.suppressed) {
                suppressed.add(resolve(each, all));
            }
            return new Thrown(
                    node.className, node.message, node.text, all, node.omitted, cause, suppressed, node.reference);
        }
    }
}
