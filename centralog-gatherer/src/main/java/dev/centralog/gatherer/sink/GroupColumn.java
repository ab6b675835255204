// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.LogEvent;
import dev.centralog.SourceLocation;
import dev.centralog.Thrown;
import dev.centralog.gather.GatheredEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the table {@code groups} that show an event of the group, in the table's order, with the functions that return
 * their values. A row of events has none of them, as long as they are the same in both.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions in it keep no state
enum GroupColumn {
    LEVEL(ColumnType.TEXT, gathered -> gathered.event().level().name()),
    SEVERITY(ColumnType.NUMBER, gathered -> (long) gathered.event().level().severity()),
    LOGGER(ColumnType.TEXT, gathered -> gathered.event().logger()),
    TEMPLATE(ColumnType.TEXT, gathered -> gathered.event().template()),
    MESSAGE(ColumnType.TEXT, GroupColumn::message),
    THROWN_CLASS(ColumnType.TEXT, thrown(Thrown::className)),
    THROWN_MESSAGE(ColumnType.TEXT, thrown(Thrown::message)),
    CLASS_NAME(ColumnType.TEXT, location(SourceLocation::className)),
    METHOD_NAME(ColumnType.TEXT, location(SourceLocation::methodName)),
    FILE_NAME(ColumnType.TEXT, location(SourceLocation::fileName)),
    LINE_NUMBER(ColumnType.NUMBER, location(place -> (long) place.lineNumber())),
    APP(ColumnType.TEXT, gathered -> gathered.event().origin().app()),
    ENVIRONMENT(ColumnType.TEXT, gathered -> gathered.event().origin().environment()),
    FLAG(ColumnType.TEXT, gathered -> gathered.flag().label()),
    THROWN(ColumnType.JSON, gathered -> ThrowableRow.ownOf(gathered.event()));

    /** All columns, in order. */
    static final List<GroupColumn> ALL = List.of(values());

    /** The columns that some events of a group may have otherwise. What else differs is another group. */
    static final List<GroupColumn> VARYING =
            List.of(TEMPLATE, CLASS_NAME, METHOD_NAME, FILE_NAME, LINE_NUMBER, THROWN_CLASS, MESSAGE, THROWN);

    private interface Value<T> {
        @Nullable
        Object of(T whole);
    }

    private final Column column;
    private final Value<GatheredEvent> value;

    GroupColumn(ColumnType type, Value<GatheredEvent> value) {
        column = new Column(name().toLowerCase(Locale.ROOT), type);
        this.value = value;
    }

    private static Value<GatheredEvent> location(Value<SourceLocation> part) {
        return gathered -> {
            SourceLocation location = gathered.event().location();
            return location == null ? null : part.of(location);
        };
    }

    private static Value<GatheredEvent> thrown(Value<Thrown> part) {
        return gathered -> {
            Thrown thrown = gathered.event().thrown();
            return thrown == null ? null : part.of(thrown);
        };
    }

    private static @Nullable String message(GatheredEvent gathered) {
        LogEvent event = gathered.event();
        return event.message() == null && !gathered.flag().isWhole() ? "" : event.message();
    }

    static List<Column> columns() {
        return Arrays.stream(values()).map(each -> each.column).toList();
    }

    Column column() {
        return column;
    }

    /** Returns the value as a String or Long that any database accepts. */
    @Nullable
    Object valueIn(GatheredEvent gathered) {
        return column.storable(value.of(gathered));
    }
}
