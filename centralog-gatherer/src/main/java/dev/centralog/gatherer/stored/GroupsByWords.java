// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.StorableText;
import dev.centralog.gatherer.sink.WordIndex;
import dev.centralog.gatherer.stored.EventFilter.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The search by words for groups whose first event has what a query for events looks for. */
record GroupsByWords(Queries queries, EventConditions conditions) {
    private static final int MOST = 200;

    /**
     * Returns the numbers of the latest groups, {@value #MOST} at most; none if the index can't tell, as it has none of the words.
     * There may be others whose rows match: by a part of a word, or by what is not in the group's first event.
     */
    List<Long> of(EventQuery query) {
        WordIndex index = queries.database().words();
        Set<Long> found = null;
        for (EventFilter filter : query.filters()) {
            String text = filter.kind() == Kind.GREP && !filter.isExcluding()
                    ? StorableText.of(filter.values().get(0))
                    : null;
            String sought = text == null ? null : index.sought(text);
            if (sought != null) {
                Set<Long> groups = read(index, sought);
                if (found != null) {
                    groups.retainAll(found);
                }
                found = groups;
            }
        }
        return found == null ? List.of() : matching(found, query);
    }

    private Set<Long> read(WordIndex index, String sought) {
        try {
            return new HashSet<>(queries.all(index.groups(), List.of(sought), row -> row.getLong("id")));
        } catch (SinkException ignored) {
            return new HashSet<>(); // SQLite's index is damaged, which the gatherer says; rows are searched for without
            // it
        }
    }

    /** Returns the groups that match: the index does not tell capital letters, signs, and the order of words. */
    private List<Long> matching(Set<Long> found, EventQuery query) {
        List<Long> matching = new ArrayList<>();
        Condition ofGroups = conditions.ofGroups(query, true);
        for (List<Long> some :
                Parts.of(found.stream().sorted(Comparator.reverseOrder()).toList())) {
            Condition all = Condition.all(List.of(GroupSums.among("id", some), ofGroups));
            matching.addAll(queries.all(
                    "SELECT id FROM " + queries.database().quoted("groups") + " WHERE " + all.sql()
                            + " ORDER BY id DESC LIMIT " + MOST,
                    all.parameters(),
                    row -> row.getLong("id")));
        }
        return matching.subList(0, Math.min(MOST, matching.size()));
    }
}
