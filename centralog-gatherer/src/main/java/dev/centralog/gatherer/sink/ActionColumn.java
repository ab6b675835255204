// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.ActionTotals;
import dev.centralog.ActionTotals.Payload;
import dev.centralog.gather.ActionWire;
import dev.centralog.gather.GatheredAction;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The columns of the table {@code actions}, in the table's order, with the functions that return their values. */
@SuppressWarnings("ImmutableEnumChecker") // the functions in it keep no state
enum ActionColumn {
    SLICE_START(ColumnType.TIME, GatheredAction::sliceStart),
    SLICE_LENGTH(ColumnType.NUMBER, action -> action.sliceLength().toSeconds()),
    USER_ID(ColumnType.TEXT, GatheredAction::user),
    ACTION_ID(ColumnType.TEXT, GatheredAction::action),
    DELIVERY(ColumnType.TEXT, GatheredAction::delivery),
    COUNT(ColumnType.NUMBER, GatheredAction::count),
    VALUE_COUNT(ColumnType.NUMBER, total(ActionTotals::values)),
    VALUE_SUM(ColumnType.DECIMAL, total(ActionTotals::sum)),
    VALUE_MIN(ColumnType.DECIMAL, total(ActionTotals::min)),
    VALUE_MAX(ColumnType.DECIMAL, total(ActionTotals::max)),
    VALUES_REJECTED(ColumnType.NUMBER, total(ActionTotals::rejected)),
    PAYLOAD_FIRST(ColumnType.TEXT, total(totals -> text(totals.first()))),
    PAYLOAD_FIRST_TIME(ColumnType.TIME, total(totals -> time(totals.first()))),
    PAYLOAD_LAST(ColumnType.TEXT, total(totals -> text(totals.last()))),
    PAYLOAD_LAST_TIME(ColumnType.TIME, total(totals -> time(totals.last()))),
    PAYLOAD_SAMPLES(ColumnType.JSON, total(ActionWire::samples)),
    FLAG(ColumnType.TEXT, action -> action.flag().label());

    /** All columns, in order. */
    static final List<ActionColumn> ALL = List.of(values());

    /** The columns that identify a row. */
    static final List<ActionColumn> IDENTITY = List.of(SLICE_START, SLICE_LENGTH, USER_ID, ACTION_ID, DELIVERY);

    /** A function that returns a value of an action; null for none. */
    private interface Value<T> {
        @Nullable
        Object of(T whole);
    }

    private final Column column;
    private final Value<GatheredAction> value;

    ActionColumn(ColumnType type, Value<GatheredAction> value) {
        column = new Column(name().toLowerCase(Locale.ROOT), type);
        this.value = value;
    }

    private static Value<GatheredAction> total(Value<ActionTotals> part) {
        return action -> part.of(action.totals());
    }

    private static @Nullable String text(@Nullable Payload payload) {
        return payload == null ? null : payload.text();
    }

    private static @Nullable Instant time(@Nullable Payload payload) {
        return payload == null ? null : StorableTime.nearest(payload.time());
    }

    static List<Column> columns(List<ActionColumn> some) {
        return some.stream().map(each -> each.column).toList();
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

    /** Returns the value as a String, Long, BigDecimal or Instant that any database accepts. */
    @Nullable
    Object valueIn(GatheredAction action) {
        Object raw = value.of(action);
        if (raw instanceof String text) {
            return column.type() == ColumnType.JSON ? StorableText.ofJson(text) : StorableText.of(text);
        }
        return raw instanceof BigDecimal decimal ? decimal.stripTrailingZeros() : raw;
    }
}
