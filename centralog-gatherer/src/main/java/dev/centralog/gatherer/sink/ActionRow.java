// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.ActionTotals;
import dev.centralog.gather.ActionWire;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.UnreadablePayload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row to be written to the table {@code actions}. */
public final class ActionRow implements Row {
    static final RowTable TABLE = new RowTable(
            new Upsert(
                    "actions",
                    ActionColumn.columns(ActionColumn.ALL),
                    ActionColumn.columns(ActionColumn.IDENTITY),
                    List.of()),
            List.of(ActionColumn.USER_ID.columnName(), ActionColumn.ACTION_ID.columnName()),
            List.of(ActionColumn.COUNT.columnName()),
            List.of("slice", "actions"));

    private static final Set<String> WITHOUT_TOTALS = Set.of(GatheredAction.Flag.UNREADABLE.label(), REJECTED);

    private static final int SHORT_COLUMNS_CHARACTERS = 200;
    private final GatheredAction action;
    private final List<@Nullable Object> values;
    private final long characters;

    private ActionRow(GatheredAction action) {
        this.action = action;
        values = new ArrayList<>(ActionColumn.ALL.size());
        ActionColumn.ALL.forEach(column -> values.add(column.valueIn(action)));
        characters = characters(action, values);
    }

    static ActionRow of(GatheredAction action) {
        return new ActionRow(action);
    }

    /** Returns the rows of actions, each made when the iteration reaches it. */
    public static Iterable<ActionRow> ofEach(Iterable<GatheredAction> actions) {
        return new EachMapped<>(actions, ActionRow::of);
    }

    GatheredAction action() {
        return action;
    }

    /** Returns the payload that could not be read, and is a dead letter; null if there is none. */
    @Nullable
    UnreadablePayload unreadable() {
        return action.unreadable();
    }

    @Override
    public List<@Nullable Object> values() {
        return Collections.unmodifiableList(values);
    }

    @Override
    public List<String> names() {
        return List.of(action.user(), action.action());
    }

    @Override
    public long count() {
        return action.count();
    }

    /**
     * Merges this row into the stored one: the larger count stays, with its totals. If one of the two has no totals, the
     * other's totals stay. If the larger count came without totals, the row gets its flag, which says so.
     */
    @Override
    public Merge onto(RowThere old) {
        long before = old.counts().total();
        boolean larger = action.count() > before;
        String flag = String.valueOf(values.get(ActionColumn.FLAG.index()));
        boolean totals = !WITHOUT_TOTALS.contains(flag) && (larger || WITHOUT_TOTALS.contains(old.flag()));
        Map<Column, @Nullable Object> changes = new LinkedHashMap<>();
        for (ActionColumn each : ActionColumn.ALL) {
            boolean changed =
                    switch (each) {
                        case SLICE_START, SLICE_LENGTH, USER_ID, ACTION_ID, DELIVERY -> false;
                        case COUNT -> larger;
                        case FLAG -> larger || totals;
                        default -> totals;
                    };
            if (changed) {
                changes.put(each.column(), values.get(each.index()));
            }
        }
        return new Merge(
                new RowThere(
                        Math.max(before, action.count()),
                        ProcessCounts.ofUnknown(Math.max(before, action.count())),
                        larger || totals ? flag : old.flag()),
                changes,
                action.count() != before);
    }

    @Override
    public ActionRow named(List<String> names) {
        return new ActionRow(copy(names, action.totals()));
    }

    @Override
    public ActionRow rejected() {
        ActionRow row = new ActionRow(copy(names(), ActionTotals.NONE));
        row.values.set(ActionColumn.FLAG.index(), REJECTED);
        return row;
    }

    private GatheredAction copy(List<String> names, ActionTotals totals) {
        return new GatheredAction(
                action.sliceStart(),
                action.sliceLength(),
                names.get(0),
                names.get(1),
                action.delivery(),
                action.count(),
                totals,
                action.flag(),
                null);
    }

    @Override
    public UnreadablePayload putAside(String reason) {
        return ActionWire.putAside(action, reason);
    }

    /** Returns the approximate length of the row and of what is put aside of it, in characters. */
    public long characters() {
        return characters;
    }

    private static long characters(GatheredAction action, List<@Nullable Object> values) {
        UnreadablePayload aside = action.unreadable();
        long characters = aside == null ? 0 : aside.raw().length;
        characters += SHORT_COLUMNS_CHARACTERS;
        for (Object value : values) {
            characters += value instanceof String text ? text.length() : 0;
        }
        return characters;
    }
}
