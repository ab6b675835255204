// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.EventSection;
import dev.centralog.LogEvent;
import dev.centralog.gather.EventWire;
import dev.centralog.gather.GatheredEvent;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The columns of the table {@code event_rows}, with the functions that return their values. */
@SuppressWarnings("ImmutableEnumChecker") // the functions in it keep no state
enum EventColumn {
    WINDOW_START(ColumnType.TIME, of(GatheredEvent::windowStart)),
    DELIVERIES_ID(ColumnType.NUMBER, content -> content.references().delivery()),
    GROUPS_ID(ColumnType.NUMBER, content -> content.references().group().id()),
    REPEATS(ColumnType.NUMBER, of(GatheredEvent::repeats)),
    HOST(ColumnType.TEXT, EventContent::host),
    PID(ColumnType.NUMBER, EventContent::pid),
    PROCESSES_ID(ColumnType.NUMBER, EventContent::processNumber),
    PROCESSES(ColumnType.JSON, EventContent::processes),
    TIME(ColumnType.SECOND, ofEvent(LogEvent::time)),
    NANO(ColumnType.NUMBER, ofEvent(event -> event.time().getLong(ChronoField.NANO_OF_SECOND))),
    THREAD_NAME(ColumnType.TEXT, ofEvent(event -> event.thread().name())),
    THREAD_ID(ColumnType.NUMBER, ofEvent(event -> event.thread().id())),
    THREAD_PRIORITY(ColumnType.NUMBER, ofEvent(event -> (long) event.thread().priority())),
    SEQUENCE(ColumnType.NUMBER, ofEvent(LogEvent::sequence)),
    FLAG(ColumnType.TEXT, of(gathered -> gathered.flag().label())),
    MESSAGE(ColumnType.TEXT, content -> content.own(GroupColumn.MESSAGE)),
    ARGUMENTS(ColumnType.JSON, section(EventSection.ARGUMENTS)),
    THROWN(ColumnType.JSON, content -> content.own(GroupColumn.THROWN)),
    THROWABLE_ID(ColumnType.NUMBER, ofEvent(ThrowableRow::idOf)),
    MARKERS(ColumnType.JSON, section(EventSection.MARKERS)),
    MDC(ColumnType.JSON, section(EventSection.MDC)),
    NDC(ColumnType.JSON, section(EventSection.NDC)),
    KEY_VALUES(ColumnType.JSON, section(EventSection.KEY_VALUES)),
    CUTS(ColumnType.JSON, section(EventSection.CUTS)),
    DIFFERS(ColumnType.JSON, EventContent::differs),
    TRACE_ID(ColumnType.TEXT, content -> content.keys().traceId(content.event())),
    SPAN_ID(ColumnType.TEXT, content -> content.keys().spanId(content.event())),
    IN_FULL(ColumnType.NUMBER, of(GatheredEvent::inFull)),
    BORROWED(ColumnType.NUMBER, of(gathered -> gathered.isOwnCounted() ? 0L : 1L));

    /** All columns, in order. */
    static final List<EventColumn> ALL = List.of(values());

    /** The columns that identify a row. */
    static final List<EventColumn> IDENTITY = List.of(WINDOW_START, DELIVERIES_ID, GROUPS_ID);

    private interface Value<T> {
        @Nullable
        Object of(T whole);
    }

    private final Column column;
    private final Value<EventContent> value;

    EventColumn(ColumnType type, Value<EventContent> value) {
        column = new Column(name().toLowerCase(Locale.ROOT), type);
        this.value = value;
    }

    private static Value<EventContent> of(Value<GatheredEvent> part) {
        return content -> part.of(content.gathered());
    }

    private static Value<EventContent> ofEvent(Value<LogEvent> part) {
        return content -> part.of(content.event());
    }

    private static Value<EventContent> section(EventSection section) {
        return ofEvent(event -> EventWire.section(section, event));
    }

    static List<Column> columns(List<EventColumn> some) {
        return some.stream().map(EventColumn::column).toList();
    }

    /** Returns the index in {@link #ALL}. */
    int index() {
        return ALL.indexOf(this);
    }

    Column column() {
        return column;
    }

    String columnName() {
        return column.name();
    }

    /** Returns the value as a String, Long or Instant that any database accepts. */
    @Nullable
    Object valueIn(EventContent content) {
        return column.storable(value.of(content));
    }
}
