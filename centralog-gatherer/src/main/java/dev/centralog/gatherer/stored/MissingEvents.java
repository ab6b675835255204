// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.CappedSum;
import dev.centralog.gatherer.sink.GroupFamily;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reading of what a period has that is in no family. */
record MissingEvents(Queries queries, ChangeQuery query) {
    ChangeReport.Missing read() {
        return new ChangeReport.Missing(groups(), dropped());
    }

    /** Returns the number of groups without an event; it is not known of which application they are. */
    private long groups() {
        String time = queries.timeParameter();
        String release = query.releaseName();
        List<Condition> seen = new ArrayList<>();
        for (CountRange range : CountRange.of(query.from(), query.to(), release)) {
            Condition where = Condition.all(List.of(range.condition(time), Condition.is("c.release", release)));
            seen.add(new Condition(
                    "EXISTS (SELECT 1 FROM " + range.table() + " c WHERE c.groups_id = g.id AND " + where.sql() + ")",
                    where.parameters()));
        }
        ChangeQuery.Filter filter = query.filter();
        Condition where = Condition.all(List.of(
                new Condition("NOT (g." + GroupFamily.IS_WHOLE + ")", List.of()),
                ofApplication("g.app", filter.app()),
                ofApplication("g.environment", filter.environment()),
                Condition.any(seen)));
        return queries.all(
                        "SELECT count(*) FROM " + queries.database().quoted("groups") + " g WHERE " + where.sql(),
                        where.parameters(),
                        row -> row.getLong(1))
                .get(0);
    }

    private static Condition ofApplication(String column, @Nullable String name) {
        return name == null
                ? Condition.all(List.of())
                : new Condition("(" + column + " = '' OR " + column + " = ?)", List.of(name));
    }

    private long dropped() {
        String time = queries.timeParameter();
        ChangeQuery.Filter filter = query.filter();
        Condition where = Condition.all(List.of(
                new Condition("d.stream = 'events'", List.of()),
                new Condition(
                        "d.window_start >= " + time + " AND d.window_start < " + time,
                        List.of(query.from(), query.to())),
                ofApplication("d.app", filter.app()),
                ofApplication("d.environment", filter.environment())));
        return queries
                .all("SELECT d.count FROM drops d WHERE " + where.sql(), where.parameters(), row -> row.getLong(1))
                .stream()
                .reduce(0L, CappedSum::of);
    }
}
