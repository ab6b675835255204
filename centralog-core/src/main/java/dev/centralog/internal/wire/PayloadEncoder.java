// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ThreadRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The encoder of events into payloads that never exceed their limits, whatever the event contains. */
public final class PayloadEncoder {
    private static final int LARGEST_NAME_BYTES = 128;

    private PayloadEncoder() {}

    /** Returns the encoded event within its limits, for a row whose texts do not differ. */
    public static byte[] encode(LogEvent event, EventLimits bounds) {
        return encode(event, bounds, false);
    }

    /**
     * Returns the encoded event within its limits. While it is larger than {@code maxEventBytes}, all other limits
     * are halved; its cuts then hold the original size under {@code event}. If that is not enough, only time, level,
     * origin and sequence are kept, and the beginnings of the logger's name and the message.
     *
     * @param varying whether its row counts texts that differ
     */
    public static byte[] encode(LogEvent event, EventLimits bounds, boolean varying) {
        return encodeBounded(bounds.apply(event), bounds, varying);
    }

    /** Does the same as {@link #encode} with an event that is within these limits, except that of the whole event. */
    public static byte[] encodeBounded(LogEvent bounded, EventLimits bounds, boolean varying) {
        return fitting(bounded, bounds, event -> EventEncoder.encode(event, varying));
    }

    /**
     * Returns what an event has of its own, within the same limits as a whole one.
     *
     * @param bounded an event that is within these limits
     * @param hasTemplate whether the events of its group have different templates
     * @param hasOrigin whether it comes from another process than the one that reports it
     */
    public static byte[] encodeSample(LogEvent bounded, EventLimits bounds, boolean hasTemplate, boolean hasOrigin) {
        return fitting(bounded, bounds, event -> EventEncoder.encodeSample(event, hasTemplate, hasOrigin));
    }

    private static byte[] fitting(LogEvent event, EventLimits bounds, Function<LogEvent, byte[]> encoder) {
        LogEvent bounded = event;
        byte[] payload = encoder.apply(bounded);
        int fullSize = payload.length;
        EventLimits current = bounds;
        while (payload.length > bounds.maxEventBytes()) {
            EventLimits smaller = current.halved();
            if (smaller.equals(current)) {
                return smallest(bounded, bounds.maxEventBytes(), fullSize, encoder);
            }
            current = smaller;
            bounded = smaller.apply(noted(bounded, fullSize));
            payload = encoder.apply(bounded);
        }
        return payload;
    }

    private static LogEvent noted(LogEvent event, int fullSize) {
        Map<String, Long> cuts = new LinkedHashMap<>();
        cuts.put("event", (long) fullSize); // first, so that the limit on the number of cuts does not remove it
        cuts.putAll(event.cuts());
        return new LogEvent(
                event.time(),
                event.level(),
                event.logger(),
                event.thread(),
                event.template(),
                event.arguments(),
                event.message(),
                event.thrown(),
                event.location(),
                event.markers(),
                event.mdc(),
                event.ndc(),
                event.keyValues(),
                event.origin(),
                event.sequence(),
                cuts);
    }

    private static byte[] smallest(LogEvent event, int maxBytes, int fullSize, Function<LogEvent, byte[]> encoder) {
        int nameBytes = LARGEST_NAME_BYTES;
        byte[] payload = encoder.apply(bare(event, nameBytes, fullSize));
        while (payload.length > maxBytes && nameBytes > 0) {
            nameBytes /= 2;
            payload = encoder.apply(bare(event, nameBytes, fullSize));
        }
        return payload;
    }

    private static LogEvent bare(LogEvent event, int nameBytes, int fullSize) {
        String message = start(event.message() == null ? event.template() : event.message(), nameBytes);
        Origin origin = event.origin();
        return new LogEvent(
                event.time(),
                new Level(cut(event.level().name(), nameBytes), event.level().severity()),
                start(event.logger(), nameBytes),
                ThreadRef.UNKNOWN,
                message,
                List.of(),
                message,
                null,
                null,
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                new Origin(
                        cut(origin.app(), nameBytes),
                        cut(origin.environment(), nameBytes),
                        cut(origin.host(), nameBytes),
                        origin.pid()),
                event.sequence(),
                Map.of("event", (long) fullSize));
    }

    private static @Nullable String start(@Nullable String text, int maxBytes) {
        return text == null ? null : cut(text, maxBytes);
    }

    private static String cut(String text, int maxBytes) {
        return Text.fits(text, maxBytes) ? text : Text.cut(text, maxBytes);
    }
}
