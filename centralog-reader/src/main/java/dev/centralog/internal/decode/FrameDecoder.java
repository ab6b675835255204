// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.decode;

import com.fasterxml.jackson.core.JsonToken;
import dev.centralog.internal.wire.FrameEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decoder for stack frames; {@link FrameEncoder} says what they look like. */
final class FrameDecoder {
    private FrameDecoder() {}

    static List<StackTraceElement> readAll(JsonInput input) throws IOException {
        List<StackTraceElement> frames = new ArrayList<>();
        input.array(() -> frames.add(read(
                input, frames.isEmpty() ? null : frames.get(frames.size() - 1).getClassName())));
        return frames;
    }

    static StackTraceElement read(JsonInput input, @Nullable String lastClass) throws IOException {
        input.enterTuple();
        input.requireItem();
        String className = input.isNull() && lastClass != null ? lastClass : input.text();
        input.requireItem();
        String method = input.text();
        input.requireItem();
        int line = input.int32();
        String file = FrameEncoder.sourceOf(className);
        @Nullable String[] rest = new @Nullable String[3];
        if (input.nextItem()) {
            if (input.token() != JsonToken.VALUE_TRUE) {
                file = input.textOrNull();
            }
            int count = 0;
            while (input.nextItem() && count < rest.length) {
                rest[count++] = input.textOrNull();
            }
            input.leaveTuple();
        }
        return new StackTraceElement(rest[0], rest[1], rest[2], className, method, file, line);
    }
}
