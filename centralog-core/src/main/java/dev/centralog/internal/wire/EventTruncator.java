// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import dev.centralog.EventMarker;
import dev.centralog.KeyValue;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.SourceLocation;
import dev.centralog.ThreadRef;
import dev.centralog.Thrown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The masking and truncation of one event to {@link EventLimits}. */
final class EventTruncator {
    private final EventLimits bounds;
    private final Mask mask;
    private Truncations cuts = new Truncations(Map.of());

    EventTruncator(EventLimits bounds) {
        this.bounds = bounds;
        this.mask = bounds.mask().forEvent();
    }

    LogEvent apply(LogEvent event) {
        cuts = new Truncations(event.cuts());
        if (!bounds.mask().isNone()) {
            EventSecrets.find(event, bounds, mask);
        }
        Thrown thrown = event.thrown();
        SourceLocation location = event.location();
        return new LogEvent(
                event.time(),
                level(event.level()),
                nameOrNull("logger", event.logger()),
                thread(event.thread()),
                message("template", event.template()),
                arguments(event.arguments()),
                message("message", event.message()),
                thrown == null ? null : new BoundedThrown(bounds, this).apply(thrown),
                location == null ? null : SourceLocation.of(frame(location.toStackTraceElement())),
                markers(event.markers(), new int[] {bounds.maxMdcEntries()}, 0),
                mdc(event.mdc()),
                ndc(event.ndc()),
                keyValues(event.keyValues()),
                origin(event.origin()),
                event.sequence(),
                cuts.sizes());
    }

    void cut(String field, long fullSize) {
        cuts.add(field, fullSize);
    }

    @Nullable
    String message(String field, @Nullable String text) {
        return text == null ? null : masked(field, text, bounds.maxMessageBytes());
    }

    private String masked(String field, String text, int maxBytes) {
        Mask.Masked masked = mask.apply(text, maxBytes);
        if (masked.cut()) {
            cut(field, Text.utf8Bytes(text));
        }
        return masked.text();
    }

    String name(String field, String name) {
        if (Text.fits(name, bounds.maxNameBytes())) {
            return name;
        }
        cut(field, Text.utf8Bytes(name));
        return Text.cut(name, bounds.maxNameBytes());
    }

    private @Nullable String nameOrNull(String field, @Nullable String name) {
        return name == null ? null : name(field, name);
    }

    private Level level(Level level) {
        String name = name("level", level.name());
        return name.equals(level.name()) ? level : new Level(name, level.severity());
    }

    private ThreadRef thread(ThreadRef thread) {
        String name = thread.name();
        return new ThreadRef(
                name == null ? null : masked("thread", name, bounds.maxNameBytes()), thread.id(), thread.priority());
    }

    private Origin origin(Origin origin) {
        return new Origin(
                name("app", origin.app()),
                name("environment", origin.environment()),
                name("host", origin.host()),
                origin.pid());
    }

    boolean fits(StackTraceElement frame) {
        int max = bounds.maxNameBytes();
        return fits(frame.getClassName(), max)
                && fits(frame.getMethodName(), max)
                && fits(frame.getFileName(), max)
                && fits(frame.getClassLoaderName(), max)
                && fits(frame.getModuleName(), max)
                && fits(frame.getModuleVersion(), max);
    }

    StackTraceElement frame(StackTraceElement frame) {
        if (fits(frame)) {
            return frame;
        }
        return new StackTraceElement(
                nameOrNull("frame", frame.getClassLoaderName()),
                nameOrNull("frame", frame.getModuleName()),
                nameOrNull("frame", frame.getModuleVersion()),
                name("frame", frame.getClassName()),
                name("frame", frame.getMethodName()),
                nameOrNull("frame", frame.getFileName()),
                frame.getLineNumber());
    }

    private static boolean fits(@Nullable String name, int maxBytes) {
        return name == null || Text.fits(name, maxBytes);
    }

    private <T> List<T> first(String field, List<T> entries, int most) {
        if (entries.size() <= most) {
            return entries;
        }
        cut(field, entries.size());
        return entries.subList(0, most);
    }

    private @Nullable Object value(String field, @Nullable Object value) {
        BoundedValues values = new BoundedValues(mask, bounds.maxArgumentBytes());
        Object bounded = values.apply(value);
        if (values.isCut()) {
            cut(field, values.size());
        }
        return bounded;
    }

    private List<@Nullable Object> arguments(List<@Nullable Object> arguments) {
        List<@Nullable Object> bounded = new ArrayList<>();
        for (Object each : first("arguments", arguments, bounds.maxArguments())) {
            bounded.add(value("argument[" + bounded.size() + "]", each));
        }
        return bounded;
    }

    private List<KeyValue> keyValues(List<KeyValue> keyValues) {
        List<KeyValue> bounded = new ArrayList<>();
        for (KeyValue each : first("keyValues", keyValues, bounds.maxArguments())) {
            String field = "keyValues[" + bounded.size() + "]";
            Object value = hidden(each.key(), each.value());
            bounded.add(new KeyValue(name(field, each.key()), value(field, value)));
        }
        return bounded;
    }

    private @Nullable Object hidden(String key, @Nullable Object value) {
        return value != null && mask.hidesKey(key) ? Mask.MASKED : value;
    }

    private Map<String, @Nullable String> mdc(Map<String, @Nullable String> mdc) {
        Map<String, @Nullable String> bounded = new LinkedHashMap<>();
        int kept = 0;
        for (Map.Entry<String, @Nullable String> entry : mdc.entrySet()) {
            String key = entry.getKey();
            if (!bounds.keepsMdc(key)) {
                continue;
            }
            kept++;
            if (bounded.size() < bounds.maxMdcEntries()) {
                String field = "mdc[" + key + "]";
                String value = mask.hidesKey(key) && entry.getValue() != null ? Mask.MASKED : entry.getValue();
                bounded.put(name(field, key), value == null ? null : masked(field, value, bounds.maxArgumentBytes()));
            }
        }
        if (kept > bounded.size()) {
            cut("mdc", kept);
        }
        return bounded;
    }

    private List<String> ndc(List<String> ndc) {
        List<String> bounded = new ArrayList<>();
        for (String each : first("ndc", ndc, bounds.maxMdcEntries())) {
            bounded.add(masked("ndc[" + bounded.size() + "]", each, bounds.maxArgumentBytes()));
        }
        return bounded;
    }

    /**
     * Returns as many markers as the limit still allows. References count as markers, since they may be a tree that
     * grows with every level.
     */
    private List<EventMarker> markers(List<EventMarker> markers, int[] left, int depth) {
        List<EventMarker> bounded = new ArrayList<>();
        for (EventMarker each : markers) {
            if (left[0]-- <= 0 || depth > EventMarker.MAX_DEPTH) {
                cut("markers", markers.size());
                break;
            }
            bounded.add(new EventMarker(
                    masked("marker", each.name(), bounds.maxNameBytes()), markers(each.references(), left, depth + 1)));
        }
        return bounded;
    }
}
