// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import dev.centralog.LogEvent;
import dev.centralog.gather.EventSection;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An event as JSON in UTF-8, major version {@value #VERSION}.
 *
 * <p>A field that is not there is null, empty or its default, and so is not written. A reader skips fields, and items at
 * the end of arrays with fixed places, that it does not know; a change that older readers can't skip is a new major
 * version, which they refuse. A surrogate without its partner becomes U+FFFD. Of a field that stands twice the last
 * counts.
 *
 * <table>
 * <caption>Fields of an event</caption>
 * <tr><th>field</th><th>content</th><th>if not there</th></tr>
 * <tr><td>v</td><td>major version; the first field</td><td>unreadable</td></tr>
 * <tr><td>t</td><td>time: seconds of the epoch</td><td>unreadable</td></tr>
 * <tr><td>n</td><td>time: nanoseconds within the second</td><td>0</td></tr>
 * <tr><td>level</td><td>the level's name</td><td>unreadable</td></tr>
 * <tr><td>severity</td><td>its severity</td><td>that of the standard level with this name, or 0</td></tr>
 * <tr><td>logger</td><td>text</td><td>null</td></tr>
 * <tr><td>thread, tid, priority</td><td>the thread: name, id, priority</td><td>null, 0, 0</td></tr>
 * <tr><td>message</td><td>text</td><td>null</td></tr>
 * <tr><td>template</td><td>text or null</td><td>the same as message</td></tr>
 * <tr><td>args</td><td>array of values, see {@link ValueCodec}</td><td>empty</td></tr>
 * <tr><td>thrown</td><td>a throwable, see below</td><td>null</td></tr>
 * <tr><td>at</td><td>the location: {@code [class, method, line, file]}, see {@link FrameCodec}</td><td>null</td></tr>
 * <tr><td>markers</td><td>array; a marker without references is its name, else
 *     {@code {"name": text, "refs": markers}}</td><td>empty</td></tr>
 * <tr><td>mdc</td><td>object of texts and nulls</td><td>empty</td></tr>
 * <tr><td>ndc</td><td>array of texts</td><td>empty</td></tr>
 * <tr><td>kv</td><td>array of {@code [key, value]}</td><td>empty</td></tr>
 * <tr><td>app, env, host, pid</td><td>the origin</td><td>empty, empty, empty, 0</td></tr>
 * <tr><td>seq</td><td>the sequence</td><td>0</td></tr>
 * <tr><td>cuts</td><td>object: what was cut, and its full size</td><td>empty</td></tr>
 * </table>
 *
 * <table>
 * <caption>Fields of a throwable</caption>
 * <tr><th>field</th><th>content</th><th>if not there</th></tr>
 * <tr><td>class</td><td>the class's name</td><td>empty</td></tr>
 * <tr><td>message, text</td><td>texts</td><td>null</td></tr>
 * <tr><td>frames</td><td>array of frames, see {@link FrameCodec}</td><td>empty</td></tr>
 * <tr><td>common</td><td>how many frames at the end of the throwable around this one follow</td><td>0</td></tr>
 * <tr><td>omitted</td><td>how many frames the bounds cut off</td><td>0</td></tr>
 * <tr><td>ref</td><td>the number of the throwable that stands here</td><td>-1</td></tr>
 * <tr><td>cause</td><td>a throwable</td><td>null</td></tr>
 * <tr><td>suppressed</td><td>array of throwables</td><td>empty</td></tr>
 * </table>
 */
public final class EventCodec {
    static final int VERSION = 1;

    private EventCodec() {}

    /**
     * The event as it is, without bounds.
     *
     * @throws IllegalArgumentException if it could not be read again: longer than 16 MiB, or nested deeper than 500
     */
    public static byte[] encode(LogEvent event) {
        JsonOutput json = new JsonOutput();
        EventEncoder.write(json, event);
        return json.bytes();
    }

    /**
     * Reads an event.
     *
     * @throws dev.centralog.gather.UnreadableEventException if it is none, or one of a newer major version; and no other
     */
    public static LogEvent decode(byte[] bytes) {
        return Json.read(bytes, input -> new EventDecoder(input).event());
    }

    /** The JSON that stands under a section's field, or null if the field is not there. */
    public static @Nullable String section(EventSection section, LogEvent event) {
        if (!EventEncoder.has(section, event)) {
            return null;
        }
        JsonOutput json = new JsonOutput();
        EventEncoder.writeSection(json, section, event);
        return new String(json.bytes(), StandardCharsets.UTF_8);
    }

    /**
     * Reads a section into a builder.
     *
     * @throws dev.centralog.gather.UnreadableEventException if it is not one
     */
    public static void readSection(EventSection section, String text, LogEvent.Builder into) {
        Json.read(text.getBytes(StandardCharsets.UTF_8), input -> EventDecoder.readSection(section, input, into));
    }
}
