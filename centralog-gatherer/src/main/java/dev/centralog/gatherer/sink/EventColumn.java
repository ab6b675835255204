// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.LogEvent;
import dev.centralog.SourceLocation;
import dev.centralog.gather.EventSection;
import dev.centralog.gather.EventWire;
import dev.centralog.gather.GatheredEvent;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The columns of the table {@code events}, in its order, and where their values come from. */
@SuppressWarnings("ImmutableEnumChecker") // the functions in it keep no state
enum EventColumn {
    WINDOW_START(Type.TIME, GatheredEvent::windowStart),
    GROUP_ID(Type.TEXT, GatheredEvent::groupId),
    DELIVERY(Type.TEXT, GatheredEvent::delivery),
    REPEATS(Type.NUMBER, GatheredEvent::repeats),
    TIME(Type.TIME, gathered -> gathered.event().time()),
    NANO(Type.NUMBER, gathered -> gathered.event().time().getLong(ChronoField.NANO_OF_SECOND)),
    LEVEL(Type.TEXT, gathered -> gathered.event().level().name()),
    SEVERITY(Type.NUMBER, gathered -> (long) gathered.event().level().severity()),
    LOGGER(Type.TEXT, gathered -> gathered.event().logger()),
    THREAD_NAME(Type.TEXT, gathered -> gathered.event().thread().name()),
    THREAD_ID(Type.NUMBER, gathered -> gathered.event().thread().id()),
    THREAD_PRIORITY(Type.NUMBER, gathered -> (long) gathered.event().thread().priority()),
    TEMPLATE(Type.TEXT, gathered -> gathered.event().template()),
    MESSAGE(Type.TEXT, EventColumn::message),
    CLASS_NAME(Type.TEXT, location(SourceLocation::className)),
    METHOD_NAME(Type.TEXT, location(SourceLocation::methodName)),
    FILE_NAME(Type.TEXT, location(SourceLocation::fileName)),
    LINE_NUMBER(Type.NUMBER, location(place -> (long) place.lineNumber())),
    THROWN_CLASS(Type.TEXT, gathered -> {
        var thrown = gathered.event().thrown();
        return thrown == null ? null : thrown.className();
    }),
    THROWN_MESSAGE(Type.TEXT, gathered -> {
        var thrown = gathered.event().thrown();
        return thrown == null ? null : thrown.message();
    }),
    APP(Type.TEXT, gathered -> gathered.event().origin().app()),
    ENVIRONMENT(Type.TEXT, gathered -> gathered.event().origin().environment()),
    HOST(Type.TEXT, gathered -> gathered.event().origin().host()),
    PID(Type.NUMBER, gathered -> gathered.event().origin().pid()),
    SEQUENCE(Type.NUMBER, gathered -> gathered.event().sequence()),
    FLAG(Type.TEXT, gathered -> gathered.flag().label()),
    ARGUMENTS(Type.JSON, section(EventSection.ARGUMENTS)),
    THROWN(Type.JSON, section(EventSection.THROWN)),
    MARKERS(Type.JSON, section(EventSection.MARKERS)),
    MDC(Type.JSON, section(EventSection.MDC)),
    NDC(Type.JSON, section(EventSection.NDC)),
    KEY_VALUES(Type.JSON, section(EventSection.KEY_VALUES)),
    CUTS(Type.JSON, section(EventSection.CUTS));

    /** All of them, in order. */
    static final List<EventColumn> ALL = List.of(values());

    /** What a row is known by; everything else but the count is what an event brings. */
    static final Set<EventColumn> IDENTITY = Set.of(WINDOW_START, GROUP_ID, DELIVERY);

    /** How a value is given to the database. */
    enum Type {
        TEXT,
        NUMBER,
        TIME,
        JSON
    }

    /** Takes a value out of an event; null for none. */
    private interface Value {
        @Nullable
        Object of(GatheredEvent gathered);
    }

    private interface Part<T> {
        @Nullable
        Object of(T whole);
    }

    private final Type type;
    private final Value value;

    EventColumn(Type type, Value value) {
        this.type = type;
        this.value = value;
    }

    private static Value location(Part<SourceLocation> part) {
        return gathered -> {
            SourceLocation location = gathered.event().location();
            return location == null ? null : part.of(location);
        };
    }

    private static Value section(EventSection section) {
        return gathered -> EventWire.section(section, gathered.event());
    }

    private static @Nullable String message(GatheredEvent gathered) {
        LogEvent event = gathered.event();
        return event.message() == null && gathered.flag() != GatheredEvent.Flag.NONE ? "" : event.message();
    }

    String columnName() {
        return name().toLowerCase(Locale.ROOT);
    }

    Type type() {
        return type;
    }

    /** The value as a String, Long or Instant that any database takes. */
    @Nullable
    Object valueIn(GatheredEvent gathered) {
        Object raw = value.of(gathered);
        if (raw instanceof String text) {
            return type == Type.JSON ? StorableText.ofJson(text) : StorableText.of(text);
        }
        return raw;
    }
}
