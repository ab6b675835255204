// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.live;

import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.SeenDeliveries;
import dev.centralog.gatherer.stored.StoredDeliveries;
import dev.centralog.gatherer.stored.StoredDeliveries.Delivery;
import dev.centralog.gatherer.stored.StoredDeliveries.Span;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Someone who follows, and the place up to which he has all rows. One who comes back gets first, from the database, what came meanwhile;
 * then, as one who is new, what is read for all.
 *
 * <p>Thread-safety: none; the thread of {@link LiveTail}.
 */
final class Follower {
    private static final int DELIVERIES_AT_ONCE = 20;

    private final EventQuery query;
    private final RowFilter filter;
    private final @Nullable TailCursor from;
    private TailCursor cursor = TailCursor.of(new SeenDeliveries(0, List.of()));

    /** The next entry of the ring. */
    private long next;

    /** The deliveries up to which one who comes back reads the database; null if he does not. */
    private @Nullable SeenDeliveries upTo;

    /** The deliveries of which he may have some that are yet to come by the ring; null if there are none. */
    private @Nullable SeenDeliveries had;

    private @Nullable JsonLine gap;
    private boolean isOpen;
    private boolean isGreeted;
    private long missed;

    /**
     * Makes one.
     *
     * @param from the place that he comes back to; null if he is new
     */
    Follower(EventQuery query, @Nullable TailCursor from) {
        this.query = query;
        this.from = from;
        filter = new RowFilter(query);
    }

    RowFilter filter() {
        return filter;
    }

    /** Returns whether he has a place. */
    boolean isOpen() {
        return isOpen;
    }

    boolean isComingBack() {
        return upTo != null;
    }

    /** Returns the number of the entry of the ring that he needs next. */
    long next() {
        return next;
    }

    TailCursor cursor() {
        return cursor;
    }

    /**
     * Gives him a place, now that all that is stored was seen.
     *
     * @param most the most deliveries that he may be behind: of more, only the last ones are sent
     */
    void open(StoredDeliveries stored, SeenDeliveries seen, long entry, int most) {
        isOpen = true;
        next = entry;
        TailCursor place = from;
        if (place == null) {
            cursor = TailCursor.of(seen);
        } else if (place.seen().highest() > Math.max(seen.highest(), stored.highest())) {
            startAnew(seen, entry);
        } else {
            cursor = place;
            upTo = seen;
            Delivery last = stored.lastBut(most, seen, place.seen());
            if (last != null) {
                gap = old(stored.span(seen, place.seen(), last.id()));
                cursor = TailCursor.of(place.seen().allUpTo(last.id()));
            }
        }
    }

    private static JsonLine old(Span leftOut) {
        return new JsonLine()
                .put("why", "old")
                .put("windows", leftOut.deliveries())
                .put("since", time(leftOut.first(), 0))
                .put("until", time(leftOut.last(), 1));
    }

    private static @Nullable String time(@Nullable Instant second, int more) {
        return second == null ? null : Times.UTC.iso(second.plusSeconds(more));
    }

    /** Lets him begin again, as the place that he had is of another database. */
    void startAnew(SeenDeliveries seen, long entry) {
        cursor = TailCursor.of(seen);
        next = entry;
        upTo = null;
        had = null;
        gap = new JsonLine().put("why", "unknown");
    }

    /** Takes an entry of the ring from him that is about to go, unless he has it. */
    void skip(long number, Ring.Entry entry) {
        if (next > number) {
            return;
        }
        next = number + 1;
        SeenDeliveries own = had;
        if (upTo != null) {
            upTo = upTo.and(entry.after()); // he reads it later, from the database
        } else {
            if (own == null || !own.contains(entry.id())) {
                missed += entry.rows().stream()
                        .skip(done(entry.id()))
                        .filter(filter::matches)
                        .count();
            }
            cursor = TailCursor.of(with(entry.after()));
        }
    }

    private SeenDeliveries with(SeenDeliveries seen) {
        SeenDeliveries own = had;
        return own == null ? seen : seen.and(own);
    }

    private int done(long delivery) {
        return cursor.part() == delivery ? cursor.rows() : 0;
    }

    /** Returns what is to be said before further rows; null if there is nothing. */
    @Nullable
    ByteBuffer said() {
        JsonLine said = gap;
        if (!isGreeted) {
            isGreeted = true;
            return Frames.open(cursor);
        }
        if (said != null) {
            gap = null;
            return Frames.of("gap", cursor, said);
        }
        if (missed > 0) {
            JsonLine slow = new JsonLine().put("why", "slow").put("rows", missed);
            missed = 0;
            return Frames.of("gap", cursor, slow);
        }
        return null;
    }

    /**
     * A step through the ring, which is the same for all who are at the same place with the same query.
     *
     * @param frame what is sent; null if nothing matches
     */
    record Step(@Nullable ByteBuffer frame, TailCursor cursor, long next) {}

    /** The start of a step; null if the step is this follower's alone. */
    record Start(EventQuery query, TailCursor cursor, long next) {}

    @Nullable
    Start start() {
        return had == null ? new Start(query, cursor, next) : null;
    }

    /**
     * Returns the next step through the ring.
     *
     * @param seen all deliveries that were seen
     */
    Step step(Ring ring, SeenDeliveries seen) {
        Chunk chunk = new Chunk();
        TailCursor place = cursor;
        long number = next;
        for (Ring.Entry entry = ring.get(number); entry != null; entry = ring.get(++number)) {
            SeenDeliveries own = had;
            if (own == null || !own.contains(entry.id())) {
                int rows = add(chunk, entry.rows(), number == next ? done(entry.id()) : 0);
                if (rows < entry.rows().size()) {
                    place = new TailCursor(place.seen(), entry.id(), rows);
                    return new Step(Frames.rows(place, chunk.text()), place, number);
                }
            }
            place = TailCursor.of(with(entry.after()));
        }
        place = TailCursor.of(with(seen));
        return new Step(chunk.isEmpty() ? null : Frames.rows(place, chunk.text()), place, number);
    }

    /** Takes a step. */
    void take(Step step, SeenDeliveries seen) {
        cursor = step.cursor;
        next = step.next;
        SeenDeliveries own = had;
        if (own != null && seen.containsAll(own)) {
            had = null;
        }
    }

    /** Reads the next rows of one who comes back; null if none of these match, or if he has all. */
    @Nullable
    ByteBuffer readOn(StoredDeliveries stored, RowLoader loader) {
        SeenDeliveries end = upTo;
        if (end == null) {
            return null;
        }
        boolean isPart = cursor.part() != 0;
        List<Delivery> due = isPart ? stored.byId(cursor.part()) : stored.first(end, cursor.seen(), DELIVERIES_AT_ONCE);
        if (due.isEmpty() && !isPart) {
            upTo = null;
            had = end.containsAll(cursor.seen()) ? null : cursor.seen();
            return null;
        }
        Chunk chunk = new Chunk();
        for (Delivery delivery : due) {
            List<LiveRow> all = loader.rows(stored, delivery);
            int rows = add(chunk, all, done(delivery.id()));
            if (rows < all.size()) {
                cursor = new TailCursor(cursor.seen(), delivery.id(), rows);
                return Frames.rows(cursor, chunk.text());
            }
            cursor = TailCursor.of(cursor.seen().and(delivery.id()));
        }
        if (due.isEmpty()) {
            cursor = TailCursor.of(cursor.seen()); // it was deleted meanwhile
        }
        return chunk.isEmpty() ? null : Frames.rows(cursor, chunk.text());
    }

    /** Adds rows that match, from one on; returns how many of all were looked at. */
    private int add(Chunk chunk, List<LiveRow> rows, int from) {
        for (int i = from; i < rows.size(); i++) {
            if (filter.matches(rows.get(i)) && !chunk.add(rows.get(i))) {
                return i;
            }
        }
        return rows.size();
    }
}
