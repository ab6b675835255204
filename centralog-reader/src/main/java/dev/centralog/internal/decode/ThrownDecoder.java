// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.decode;

import dev.centralog.Thrown;
import dev.centralog.gather.UnreadableEventException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decoder for throwables; it gives each one the frames that it shares with the throwable around it. */
final class ThrownDecoder {
    private static final int MAX_THROWABLES = 4096;
    private static final int MAX_FRAMES = 1 << 20;

    private ThrownDecoder() {}

    static Thrown read(JsonInput input) throws IOException {
        Reading reading = new Reading(input);
        Node root = reading.node();
        return reading.resolve(root, List.of());
    }

    /** A throwable as it stands in the JSON; its shared frames may come before or after the frames that they refer to. */
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
                    case "frames" -> node.frames = FrameDecoder.readAll(input);
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
            if (frames > MAX_FRAMES) { // a few bytes that refer to many shared frames must not fill the memory
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
