// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools.audit;

import dev.centralog.gatherer.sink.SinkTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The comparison of a database with the ledgers of what was logged, call by call.
 *
 * <p>How rows relate to calls: each delivery has one row for the repeats of a group in a second. So the audit compares
 * the counts of a group (or of a distinct event, or of a user's action) in a window, added up over all deliveries. A
 * row names its group twice: by its template, and by the number of its first event. So a row with another group's event
 * is detected.
 *
 * <p>How windows relate to calls: an event belongs to the second of its own time, which lies between the call and its
 * return; so a call during which a second ended may be in either second. Producers count in Redis's seconds: if a
 * host's clock is half a second or more off Redis's, windows are shifted by that, and the tolerance must be as large.
 * Events that are moved to the second of their arrival (because of {@code maxAge}, or with a time more than 5 s ahead)
 * have the flag {@code otherTime}, and may be in any second. Two cases have no flag and so count as mis-windowed:
 * repeats that found the buffer full and were counted in another second of their group, and actions that are older than
 * {@code sliceRing} slices.
 *
 * <p>Counts that the database reports as dropped have no name. They are subtracted from what is missing; if nothing is
 * missing, they count as doubled. The same holds for what exceeded {@code maxGroups} or {@code maxSliceGroups}.
 *
 * @param events the balance of the table {@code events}
 * @param actions the balance of the table {@code actions}
 * @param sliceSeconds the length of a slice of actions, in seconds
 */
public record Audit(Balance events, Balance actions, int sliceSeconds) {
    /** Whether nothing is wrong. */
    public boolean isExact() {
        return events.figures().isExact() && actions.figures().isExact();
    }

    /**
     * Returns whether the database holds nothing of all that was logged, stored or dropped: it may be the wrong
     * database.
     */
    public boolean holdsNothing() {
        return Stream.of(events, actions)
                .allMatch(each -> each.stored() == 0 && each.dropped().isEmpty());
    }

    /** Returns how much of what was logged may still be stored later. */
    public long notDue() {
        return events.notDue() + actions.notDue();
    }

    /** Returns two lines: one for events, one for actions. */
    public List<String> lines() {
        return List.of(events.line("events"), actions.line("actions"));
    }

    /**
     * Reads the ledgers and the database. Blocks, and uses memory in proportion to the distinct events and the pairs of
     * group and second.
     *
     * @param toleranceSeconds how much earlier or later a window may be
     * @throws dev.centralog.tools.OptionException if a file is no ledger
     * @throws dev.centralog.gatherer.sink.SinkException if the database can't be read
     */
    public static Audit of(List<Path> ledgers, SinkTarget database, int toleranceSeconds) {
        return of(ledgers, database, toleranceSeconds, Due.ALL);
    }

    /**
     * The point in time that separates windows that must be stored from those that need not be stored yet.
     *
     * @param now in seconds of the epoch
     * @param sliceDistance the gatherer's setting of that name
     */
    public record Due(long now, int sliceDistance) {
        /** The value with which everything must be stored. */
        public static final Due ALL = new Due(Long.MAX_VALUE, 1);

        /** The most seconds from a window's end, or from a slice's being due, until it is stored; includes the grace. */
        private static final long STORING_SECONDS = 10;

        long firstSecond() {
            return now == Long.MAX_VALUE ? now : now - STORING_SECONDS;
        }

        /** Returns the first slice that need not be stored yet; slices are numbered from the epoch. */
        long firstSlice(int sliceSeconds) {
            return now == Long.MAX_VALUE ? now : (now - STORING_SECONDS) / sliceSeconds - sliceDistance + 1;
        }

        /** Returns the time, in seconds of the epoch, by which everything logged until now must be stored. */
        public long allBy(int sliceSeconds) {
            return (now / sliceSeconds + sliceDistance) * sliceSeconds + STORING_SECONDS;
        }
    }

    /**
     * Reads the ledgers and the database as {@link #of(List, SinkTarget, int)} does, but takes into account what need
     * not be stored yet.
     */
    public static Audit of(List<Path> ledgers, SinkTarget database, int toleranceSeconds, Due due) {
        Books books = new Books(new Book(), new Book());
        List<Numbering> numberings = new ArrayList<>();
        for (Path file : ledgers) {
            LedgerFile ledger = LedgerFile.read(file);
            numberings.add(ledger.numbering());
            books.enter(ledger, toleranceSeconds);
        }
        try (StoredCounts stored = StoredCounts.open(database, numberings)) {
            int sliceSeconds = sliceSeconds(numberings);
            return new Audit(
                    balance(books.events(), stored.events(books.events()), due.firstSecond()),
                    balance(books.actions(), stored.actions(books.actions()), due.firstSlice(sliceSeconds)),
                    sliceSeconds);
        }
    }

    /** Returns the length of a slice; loads that are audited together have the same. */
    private static int sliceSeconds(List<Numbering> numberings) {
        return numberings.stream().mapToInt(Numbering::sliceSeconds).max().orElse(1);
    }

    private static Balance balance(Book book, Map<String, Long> dropped, long firstNotDue) {
        Book.Finding finding = book.find(firstNotDue);
        return new Balance(
                book.totalLogged(),
                book.totalStored(),
                book.totalElsewhere(),
                dropped,
                finding.figures(),
                finding.notDue());
    }
}
