// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.ReadProgress;
import dev.centralog.gatherer.sink.OldRows.ById;
import dev.centralog.gatherer.sink.OldRows.ByTime;
import dev.centralog.gatherer.sink.OldRows.Chunk;
import dev.centralog.gatherer.sink.OldRows.Range;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * The work on a database beside storing, over a connection of its own. Each call is one short transaction.
 *
 * <p>Thread-safety: any thread; calls wait for one another, but for {@link #close}.
 */
public final class Upkeep implements AutoCloseable {
    private final Database database;
    private final BriefTransactions transactions;

    /**
     * Makes one that is not connected.
     *
     * @param turn is held while the database is written to; the sinks of a database that has one writer hold the same one
     */
    Upkeep(Database database, Lock turn) {
        this.database = database;
        transactions = new BriefTransactions(database, turn);
    }

    /**
     * Writes up to when what is stored of a stream is complete. A time that is not later than the one that is there, by
     * whichever gatherer, changes nothing. Blocks.
     *
     * @param stream the stream, as it is called in tables
     * @param progress a look at Redis; it must be older than this call
     * @return the time that is there now, for this Redis
     * @throws SinkException if the database is unavailable
     */
    public Instant writeCompleteUpTo(String stream, ReadProgress progress) {
        return transactions.of(open -> {
            CompleteUpTo table = new CompleteUpTo(open, database);
            Instant known = table.read(stream, progress.redisId());
            Instant upTo = progress.completeUpTo(known);
            if (known != null && !upTo.isAfter(known)) {
                return known;
            }
            table.raise(stream, progress.redisId(), upTo);
            return upTo;
        });
    }

    /**
     * Marks an hour, so that a day later it is known what was stored by then. Of several gatherers, the first one does. Blocks.
     *
     * @return the mark of a day ago; null if there is none, or if the hour was marked before
     * @throws SinkException if the database is unavailable, or a lock is held for long
     */
    public @Nullable RetentionMark mark(Instant hour) {
        return transactions
                .of(open -> {
                    RetentionMarks marks = new RetentionMarks(open, database);
                    return Optional.ofNullable(marks.mark(hour) ? marks.dayAgo(hour) : null);
                })
                .orElse(null);
    }

    /**
     * Makes the place for rows of a day, where the database keeps days apart; of several gatherers, one does. Blocks.
     *
     * @param day the start of the day
     * @param now the present time, by Redis's clock
     * @return false if it is to be tried again soon
     * @throws SinkException if the database is unavailable
     */
    public boolean makeDay(Instant day, Instant now) {
        return transactions.of(open -> database.days(open).make(day, now));
    }

    /**
     * Takes the next step of dropping the days of events that lie in a range as a whole, where the database keeps days apart.
     * Blocks.
     *
     * @return what is gone by it; the time from which to go on is null if there is nothing more to drop
     * @throws SinkException if the database is unavailable, or a lock is held for long
     */
    public Chunk dropDay(Range range) {
        return transactions.of(open -> database.days(open).drop(range));
    }

    /**
     * Deletes a chunk of rows, events with their samples; not those that wait for their day to be dropped. Blocks.
     *
     * @throws SinkException if the database is unavailable, or a lock is held for long
     */
    public Chunk delete(ById kind, Range range) {
        return transactions.of(open -> {
            Range part = kind == ById.EVENTS ? database.days(open).outside(range) : range;
            if (part == null) {
                return new Chunk(0, 0, null);
            }
            Chunk chunk = new RowDeletion(open, database).delete(kind, part);
            return chunk.next() == null && part.before().isBefore(range.before())
                    ? new Chunk(chunk.rows(), chunk.samples(), part.before())
                    : chunk;
        });
    }

    /** Deletes a chunk of rows from before a time; otherwise the same as the method above. */
    public Chunk delete(ByTime kind, Instant before) {
        return transactions.of(open -> new RowDeletion(open, database).delete(kind, before));
    }

    /** Returns the time of the earliest row of a range; null if there is none. Blocks. */
    public @Nullable Instant earliest(ById kind, Range range) {
        return transactions
                .of(open -> Optional.ofNullable(new RowDeletion(open, database).earliest(kind, range)))
                .orElse(null);
    }

    /**
     * Checks that no newer Centralog has upgraded the tables since. Blocks.
     *
     * @throws SinkException of the kind {@link SinkException.Kind#UNUSABLE} if one has
     */
    public void checkVersion() {
        transactions.of(open -> Schema.knownVersion(open, database));
    }

    /** Gives some groups their families, those that have none or one by earlier rules; returns whether there are more. Blocks. */
    public boolean labelFamilies() {
        return transactions.of(open -> new FamilyWriter(open, database).label());
    }

    /** Adds the words of some new texts to the full-text index, where storing does not; returns whether there are more. Blocks. */
    public boolean indexWords() {
        return database.indexesLater() && transactions.of(database::indexWords);
    }

    /** Gives some of the free space in the database's file back to the disk; returns whether there is more. Blocks. */
    public boolean shrink() {
        return transactions.of(database::shrink);
    }

    /** Returns the bytes that the database uses, free space in its file not counted; -1 if that can't be found out. Blocks. */
    public long usedBytes() {
        return transactions.of(database::usedBytes);
    }

    /** Returns why nothing should be deleted at the moment; null if nothing is in the way. */
    public @Nullable String whyToWait() {
        return database.whyToWait();
    }

    /** Disconnects, or if a call is under way makes that disconnect at its end: a database may be long in answering. */
    @Override
    public void close() {
        transactions.close();
    }
}
