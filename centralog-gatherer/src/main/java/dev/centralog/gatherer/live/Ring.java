// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.live;

import dev.centralog.gatherer.stored.SeenDeliveries;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries that were read last, numbered in the order of reading, as long as a follower has not got them; but bounded.
 *
 * <p>Thread-safety: none.
 */
final class Ring {
    private final NavigableMap<Long, Entry> entries = new TreeMap<>();
    private final long mostRows;
    private final long mostCharacters;
    private long next;
    private long rows;
    private long characters;

    /**
     * A delivery.
     *
     * @param id its id
     * @param rows its rows
     * @param after the deliveries that were seen with it
     */
    record Entry(long id, List<LiveRow> rows, SeenDeliveries after) {
        long characters() {
            return rows.stream().mapToLong(each -> each.json().length()).sum();
        }
    }

    /** Makes one for at most so many rows, and characters of their JSON. */
    Ring(long mostRows, long mostCharacters) {
        this.mostRows = mostRows;
        this.mostCharacters = mostCharacters;
    }

    /** Returns the number that the next entry will have. */
    long next() {
        return next;
    }

    /** Returns an entry; null if there is none of that number yet. */
    @Nullable
    Entry get(long number) {
        return entries.get(number);
    }

    void add(Entry entry) {
        entries.put(next++, entry);
        rows += entry.rows.size();
        characters += entry.characters();
    }

    /** Returns whether there is more than may be; the last entry may be as large as it is. */
    boolean isFull() {
        return entries.size() > 1 && (rows > mostRows || characters > mostCharacters);
    }

    /** Returns the number of the first entry. */
    long first() {
        return entries.isEmpty() ? next : entries.firstKey();
    }

    /** Forgets the first entry, and returns it. */
    Entry removeFirst() {
        Entry first = entries.pollFirstEntry().getValue();
        rows -= first.rows.size();
        characters -= first.characters();
        return first;
    }

    /** Forgets all entries before a number. */
    void removeBefore(long number) {
        while (!entries.isEmpty() && entries.firstKey() < number) {
            removeFirst();
        }
    }
}
