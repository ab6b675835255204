// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.live;

import dev.centralog.gatherer.text.JsonLine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events. What they hold is JSON in ASCII, on one line, so that no text of a log can end one, or begin another one.
 *
 * <p>Thread-safety: none is needed.
 */
public final class Frames {
    private static final int RETRY_MILLIS = 2_000;

    private Frames() {}

    /** Returns the first event, with the place from which on there will be events. */
    static ByteBuffer open(TailCursor cursor) {
        return bytes("retry: " + RETRY_MILLIS + "\n" + text("open", cursor, "{}"));
    }

    /** Returns an event with rows, each one JSON object. */
    static ByteBuffer rows(TailCursor cursor, CharSequence rows) {
        return bytes(text("rows", cursor, "{\"events\":[" + rows + "]}"));
    }

    /** Returns an event that is not about rows. */
    static ByteBuffer of(String name, @Nullable TailCursor cursor, JsonLine data) {
        return bytes(text(name, cursor, data.text().stripTrailing()));
    }

    /** Returns the last event: why there will be no more on this connection. */
    public static ByteBuffer end(String why) {
        return of("end", null, new JsonLine().put("why", why));
    }

    private static String text(String name, @Nullable TailCursor cursor, String data) {
        String id = cursor == null ? "" : "id: " + cursor.text() + "\n";
        return "event: " + name + "\n" + id + "data: " + data + "\n\n";
    }

    private static ByteBuffer bytes(String text) {
        return StandardCharsets.US_ASCII.encode(text).asReadOnlyBuffer();
    }
}
