// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools.audit;

import dev.centralog.gatherer.sink.SinkTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A database held against the ledgers of what was logged, by identity.
 *
 * <p>How a stored row relates to calls: repeats of one group in one second are one row in each delivery, so what is
 * compared is the count of a group (or of an event that there is only once, or of a user's action) in a window, all
 * deliveries together; a row tells its group by its template, and once more by the first event's own number, so that a
 * row with another group's event is seen.
 *
 * <p>Which window a call belongs to: the second of the event's own time, which lies between the call and its return; so a
 * call that saw the second end may be in either. Producers count in Redis's seconds: where a host's clock is half a second
 * or more off Redis's, windows are shifted by that, and the tolerance must be as much. What is moved to the second of
 * its arrival ({@code maxAge}, a time more than 5 s ahead) has the flag {@code otherTime}, and may be in any second. Not
 * flagged, and so counted as mis-windowed, are repeats that found the buffer full and went into another second of their
 * group, and actions that are older than {@code sliceRing} slices.
 *
 * <p>What the database says was dropped has no identity: it is taken off what is missing, and is doubled where nothing
 * is. So is what came beyond {@code maxGroups} and {@code maxSliceGroups}.
 *
 * @param events held against the table {@code events}
 * @param actions held against the table {@code actions}
 * @param sliceSeconds how long a slice of actions is
 */
public record Audit(Balance events, Balance actions, int sliceSeconds) {
    /** Whether nothing is wrong. */
    public boolean isExact() {
        return events.figures().isExact() && actions.figures().isExact();
    }

    /** Returns whether nothing of all that was logged is in the database, be it stored or dropped: it may be another one. */
    public boolean holdsNothing() {
        return Stream.of(events, actions)
                .allMatch(each -> each.stored() == 0 && each.dropped().isEmpty());
    }

    /** Returns how much was logged that may be stored still. */
    public long notDue() {
        return events.notDue() + actions.notDue();
    }

    /** Two lines. */
    public List<String> lines() {
        return List.of(events.line("events"), actions.line("actions"));
    }

    /**
     * Reads both. Blocks, and takes memory by the number of distinct events and of pairs of group and second.
     *
     * @param toleranceSeconds how much earlier or later a window may be
     * @throws dev.centralog.tools.OptionException if a file is no ledger
     * @throws dev.centralog.gatherer.sink.SinkException if the database can't be read
     */
    public static Audit of(List<Path> ledgers, SinkTarget database, int toleranceSeconds) {
        return of(ledgers, database, toleranceSeconds, Due.ALL);
    }

    /**
     * What need not be stored yet.
     *
     * @param now in seconds of the epoch
     * @param sliceDistance the gatherer's setting of that name
     */
    public record Due(long now, int sliceDistance) {
        /** Everything should be stored. */
        public static final Due ALL = new Due(Long.MAX_VALUE, 1);

        /** How long after a window is due it may take until it is stored: grace and all. */
        private static final long STORING_SECONDS = 10;

        long firstSecond() {
            return now == Long.MAX_VALUE ? now : now - STORING_SECONDS;
        }

        /** Slices are numbered from the epoch. */
        long firstSlice(int sliceSeconds) {
            return now == Long.MAX_VALUE ? now : (now - STORING_SECONDS) / sliceSeconds - sliceDistance + 1;
        }

        /** Returns when everything that was logged until now should be stored, in seconds of the epoch. */
        public long allBy(int sliceSeconds) {
            return (now / sliceSeconds + sliceDistance) * sliceSeconds + STORING_SECONDS;
        }
    }

    /**
     * Reads both, as {@link #of(List, SinkTarget, int)} does, but for what need not be stored yet.
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

    /** Loads that are audited together have the same. */
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
