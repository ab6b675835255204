// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.EventSection;
import dev.centralog.LogEvent;
import dev.centralog.SourceLocation;
import dev.centralog.gather.EventWire;
import dev.centralog.gather.GatheredEvent;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The columns of the table {@code events}, in the table's order, with the functions that return their values. */
@SuppressWarnings("ImmutableEnumChecker") // the functions in it keep no state
enum EventColumn {
    WINDOW_START(ColumnType.TIME, GatheredEvent::windowStart),
    GROUP_ID(ColumnType.TEXT, GatheredEvent::groupId),
    DELIVERY(ColumnType.TEXT, GatheredEvent::delivery),
    REPEATS(ColumnType.NUMBER, GatheredEvent::repeats),
    TIME(ColumnType.TIME, gathered -> gathered.event().time()),
    NANO(ColumnType.NUMBER, gathered -> gathered.event().time().getLong(ChronoField.NANO_OF_SECOND)),
    LEVEL(ColumnType.TEXT, gathered -> gathered.event().level().name()),
    SEVERITY(ColumnType.NUMBER, gathered -> (long) gathered.event().level().severity()),
    LOGGER(ColumnType.TEXT, gathered -> gathered.event().logger()),
    THREAD_NAME(ColumnType.TEXT, gathered -> gathered.event().thread().name()),
    THREAD_ID(ColumnType.NUMBER, gathered -> gathered.event().thread().id()),
    THREAD_PRIORITY(
            ColumnType.NUMBER, gathered -> (long) gathered.event().thread().priority()),
    TEMPLATE(ColumnType.TEXT, gathered -> gathered.event().template()),
    MESSAGE(ColumnType.TEXT, EventColumn::message),
    CLASS_NAME(ColumnType.TEXT, location(SourceLocation::className)),
    METHOD_NAME(ColumnType.TEXT, location(SourceLocation::methodName)),
    FILE_NAME(ColumnType.TEXT, location(SourceLocation::fileName)),
    LINE_NUMBER(ColumnType.NUMBER, location(place -> (long) place.lineNumber())),
    THROWN_CLASS(ColumnType.TEXT, gathered -> {
        var thrown = gathered.event().thrown();
        return thrown == null ? null : thrown.className();
    }),
    THROWN_MESSAGE(ColumnType.TEXT, gathered -> {
        var thrown = gathered.event().thrown();
        return thrown == null ? null : thrown.message();
    }),
    APP(ColumnType.TEXT, gathered -> gathered.event().origin().app()),
    ENVIRONMENT(ColumnType.TEXT, gathered -> gathered.event().origin().environment()),
    HOST(ColumnType.TEXT, gathered -> gathered.event().origin().host()),
    PID(ColumnType.NUMBER, gathered -> gathered.event().origin().pid()),
    SEQUENCE(ColumnType.NUMBER, gathered -> gathered.event().sequence()),
    FLAG(ColumnType.TEXT, gathered -> gathered.flag().label()),
    ARGUMENTS(ColumnType.JSON, section(EventSection.ARGUMENTS)),
    THROWN(ColumnType.JSON, gathered -> ThrowableRow.ownOf(gathered.event())),
    MARKERS(ColumnType.JSON, section(EventSection.MARKERS)),
    MDC(ColumnType.JSON, section(EventSection.MDC)),
    NDC(ColumnType.JSON, section(EventSection.NDC)),
    KEY_VALUES(ColumnType.JSON, section(EventSection.KEY_VALUES)),
    CUTS(ColumnType.JSON, section(EventSection.CUTS)),
    PROCESSES(ColumnType.JSON, gathered -> gathered.processes().json()),
    TRACE_ID(ColumnType.TEXT, (gathered, keys) -> keys.traceId(gathered.event())),
    SPAN_ID(ColumnType.TEXT, (gathered, keys) -> keys.spanId(gathered.event())),
    IN_FULL(ColumnType.NUMBER, GatheredEvent::inFull),
    BORROWED(ColumnType.NUMBER, gathered -> gathered.isOwnCounted() ? 0L : 1L),
    THROWABLE_ID(ColumnType.NUMBER, gathered -> ThrowableRow.idOf(gathered.event()));

    /** All columns, in order. */
    static final List<EventColumn> ALL = List.of(values());

    /** A function that returns a value of an event; null for none. */
    private interface Value {
        @Nullable
        Object of(GatheredEvent gathered);
    }

    /** The same of a value that depends on which MDC entries are ids. */
    private interface KeyedValue {
        @Nullable
        Object of(GatheredEvent gathered, TraceKeys keys);
    }

    private interface Part<T> {
        @Nullable
        Object of(T whole);
    }

    private final Column column;
    private final KeyedValue value;

    EventColumn(ColumnType type, Value value) {
        this(type, (gathered, keys) -> value.of(gathered));
    }

    EventColumn(ColumnType type, KeyedValue value) {
        column = new Column(name().toLowerCase(Locale.ROOT), type);
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
        return event.message() == null && !gathered.flag().isWhole() ? "" : event.message();
    }

    /** Returns the index in {@link #ALL}. */
    int index() {
        return ALL.indexOf(this);
    }

    Column column() {
        return column;
    }

    /** Returns the value as a String, Long or Instant that any database accepts. */
    @Nullable
    Object valueIn(GatheredEvent gathered, TraceKeys keys) {
        Object raw = value.of(gathered, keys);
        if (raw instanceof String text) {
            return column.type() == ColumnType.JSON ? StorableText.ofJson(text) : StorableText.of(text);
        }
        return raw;
    }
}
