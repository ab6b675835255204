// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.ActionTotals;
import dev.centralog.gather.ActionWire;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.UnreadablePayload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of {@code actions} in the making. */
final class ActionRow implements Row {
    /** The larger count wins, with its totals; a row without totals takes those of any that has them. */
    static final Upsert TABLE = new Upsert(
            "actions", ActionColumn.columns(ActionColumn.ALL), ActionColumn.columns(ActionColumn.IDENTITY), updates());

    private static final int SHORT_COLUMNS_CHARACTERS = 200;
    private static final List<String> NAMES =
            List.of(ActionColumn.USER_ID.columnName(), ActionColumn.ACTION_ID.columnName());

    private final GatheredAction action;
    private final List<@Nullable Object> values;

    private ActionRow(GatheredAction action) {
        this.action = action;
        values = new ArrayList<>(ActionColumn.ALL.size());
        ActionColumn.ALL.forEach(column -> values.add(column.valueIn(action)));
    }

    static ActionRow of(GatheredAction action) {
        return new ActionRow(action);
    }

    private static List<Upsert.Update> updates() {
        String withoutTotals = ".flag IN ('" + GatheredAction.Flag.UNREADABLE.label() + "', '" + REJECTED + "')";
        String larger = "new.count > old.count";
        String totals =
                "new" + withoutTotals.replace(" IN ", " NOT IN ") + " AND (" + larger + " OR old" + withoutTotals + ")";
        List<Upsert.Update> updates = new ArrayList<>();
        ActionColumn.ALL.stream()
                .filter(each -> !ActionColumn.IDENTITY.contains(each)
                        && each != ActionColumn.FLAG
                        && each != ActionColumn.COUNT)
                .forEach(each -> updates.add(Upsert.Update.takes(each.columnName(), totals)));
        // These last, as the others look at them. A larger count that came without totals says so.
        updates.add(Upsert.Update.takes(ActionColumn.FLAG.columnName(), larger + " OR " + totals));
        updates.add(Upsert.Update.larger(ActionColumn.COUNT.columnName()));
        return updates;
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
    public List<String> nameColumns() {
        return NAMES;
    }

    @Override
    public ActionRow named(List<String> names) {
        return new ActionRow(copy(names, action.totals()));
    }

    @Override
    public ActionRow rejected() {
        ActionRow row = new ActionRow(copy(names(), ActionTotals.NONE));
        row.values.set(ActionColumn.ALL.indexOf(ActionColumn.FLAG), REJECTED);
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

    /** About how long it is. */
    long characters() {
        long characters = SHORT_COLUMNS_CHARACTERS;
        for (Object value : values) {
            characters += value instanceof String text ? text.length() : 0;
        }
        return characters;
    }
}
