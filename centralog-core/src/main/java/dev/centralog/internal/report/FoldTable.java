// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import dev.centralog.DropReason;
import dev.centralog.EventDraft;
import dev.centralog.GroupBy;
import dev.centralog.Level;
import dev.centralog.SourceLocation;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/*
 * Folding, in three objects.
 *
 *   table:  GroupParts -> Group          one a group that has something waiting
 *   Group:  head -> Entry -> Entry       one a window, the latest pushed first; nearly always one or two
 *   Entry:  an atomic count, and the rendered first event
 *
 * A repeat finds its group, then its entry, and increments. A first event renders itself, charges its bytes, pushes an
 * entry with a count of one and queues it for the shipper. Pushing is a compare-and-set on the head that was read before
 * the entries were searched, so one window has one live entry: what is reported as one pair of group and second is one.
 *
 * The shipper takes counts with getAndSet(0) and ends an entry with getAndSet(CLOSED). An increment that comes after
 * that sees a negative number, knows that it did not count, and starts over. So no increment is lost and none counts
 * twice, without a lock and without asking whose turn it is.
 *
 * Nothing of a foreign object is called while anything is held: rendering, which runs the arguments' toString(), comes
 * before the push. It may therefore log itself, be slow, or throw, and harms only its own event.
 */

/**
 * The fold: what the calling thread does with an event.
 *
 * <p>Thread-safety: any thread reports; the shipper thread alone takes from {@link #fresh}.
 * Never blocks but for the bin locks of a {@link ConcurrentHashMap}, which are held for an insert only.
 */
final class FoldTable {
    /** What an entry and its group take beside payload and texts; measured as 380 bytes with compressed pointers. */
    private static final int ENTRY_BYTES = 400;

    /** Longer texts stand in the table by their digest. */
    private static final int LONGEST_KEY_TEXT = 4096;

    /** The shipper is woken before its time when that share of the buffer, in eighths, waits. */
    private static final int WAKE_AT_EIGHTHS = 2;

    private final Identity identity;
    private final Renderer renderer;
    private final MemoryBudget budget;
    private final Counters counters;
    private final Map<GroupParts, Group> groups = new ConcurrentHashMap<>();
    private final Queue<Entry> fresh = new ConcurrentLinkedQueue<>();
    private final CallSites callSites = new CallSites();
    private volatile Runnable waker = () -> {};
    private volatile long clockOffsetMillis;
    private volatile boolean closed;

    FoldTable(Identity identity, Renderer renderer, MemoryBudget budget, Counters counters) {
        this.identity = identity;
        this.renderer = renderer;
        this.budget = budget;
        this.counters = counters;
    }

    /** How groups are told apart. */
    interface Identity {
        GroupBy groupBy();

        String fingerprintKey();

        byte[] hash(GroupParts parts);

        /** A text of fixed length that stands for a long one. */
        String digest(String text);
    }

    /** Makes the payload of an event. */
    interface Renderer {
        byte[] render(EventDraft draft, @Nullable SourceLocation location);
    }

    /** Folds one event, or counts it as dropped. */
    void report(EventDraft draft) {
        counters.logged.increment();
        if (closed) {
            counters.drop(DropReason.CLOSED, 1);
            return;
        }
        GroupParts parts = identify(draft);
        long window = windowOf(draft);
        byte[] payload = null;
        int charged = 0;
        while (true) {
            Group group = groups.get(parts);
            if (group == null) {
                Group made = new Group(parts, identity.hash(parts));
                Group first = groups.putIfAbsent(parts, made);
                group = first == null ? made : first;
            }
            Entry head = group.head();
            if (group.isRetired()) {
                groups.remove(parts, group);
                continue;
            }
            if (group.increment(window)) {
                counters.folded.increment();
                if (charged != 0) {
                    budget.release(charged);
                }
                return;
            }
            if (payload == null) {
                payload = renderFor(group, draft);
                charged = payload.length + ENTRY_BYTES + 2 * (lengthOf(parts.template()) + lengthOf(parts.text()));
                if (!budget.reserve(charged, draft.level().severity() >= Level.WARN.severity())) {
                    foldOrDrop(group);
                    return;
                }
                continue; // rendering takes long: look again before pushing
            }
            Entry entry = new Entry(group, window, payload, charged);
            if (group.push(head, entry)) {
                queue(entry);
                return;
            }
        }
    }

    private byte[] renderFor(Group group, EventDraft draft) {
        boolean rendered = false;
        try {
            byte[] payload = renderer.render(draft, locationOf(draft, group.parts()));
            rendered = true;
            return payload;
        } finally {
            if (!rendered) {
                remove(group); // or it would stay for ever, with nothing in it
            }
        }
    }

    /** A full buffer: a repeat still finds room in whatever window its group waits in; a new group does not. */
    private void foldOrDrop(Group group) {
        if (group.incrementAny()) {
            counters.folded.increment();
            return;
        }
        counters.drop(DropReason.BUFFER_FULL, 1);
        remove(group);
    }

    private void queue(Entry entry) {
        fresh.add(entry);
        if (closed) {
            long events = entry.close();
            counters.drop(DropReason.CLOSED, events);
        } else if (budget.isFuller(WAKE_AT_EIGHTHS)) {
            waker.run();
        }
    }

    private GroupParts identify(EventDraft draft) {
        if (!identity.fingerprintKey().isEmpty()) {
            String fingerprint = draft.fingerprint(identity.fingerprintKey());
            if (fingerprint != null) {
                return new GroupParts(null, null, null, null, null, shortened(fingerprint), true, draft.origin());
            }
        }
        GroupBy groupBy = identity.groupBy();
        return new GroupParts(
                draft.level(),
                draft.logger(),
                shortened(draft.template()),
                draft.thrownClasses(),
                groupBy == GroupBy.TEMPLATE ? null : placeOf(draft),
                groupBy == GroupBy.MESSAGE ? shortened(draft.message()) : null,
                false,
                draft.origin());
    }

    private @Nullable String shortened(@Nullable String text) {
        return text == null || text.length() <= LONGEST_KEY_TEXT ? text : identity.digest(text);
    }

    private @Nullable SourceLocation locationOf(EventDraft draft, GroupParts parts) {
        return parts.location() != null ? parts.location() : placeOf(draft);
    }

    private @Nullable SourceLocation placeOf(EventDraft draft) {
        SourceLocation carried = draft.carriedLocation();
        return carried != null ? carried : callSites.find(draft);
    }

    private static int lengthOf(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private long windowOf(EventDraft draft) {
        long offset = clockOffsetMillis;
        if (offset == 0) {
            return draft.epochSecond();
        }
        return Math.addExact(draft.epochSecond(), Math.floorDiv(draft.nanoOfSecond() / 1_000_000 + offset, 1000));
    }

    /** From now on events are windowed by the host's clock plus that. */
    void correctClock(long offsetMillis) {
        clockOffsetMillis = offsetMillis;
    }

    /** What to run when the shipper should not wait any longer. */
    void onPressure(Runnable wake) {
        waker = wake;
    }

    /** The next entry that was pushed and that the shipper does not have yet. */
    @Nullable
    Entry fresh() {
        return fresh.poll();
    }

    /** Takes a group without entries out of the table; an entry pushed meanwhile keeps it there. */
    void remove(Group group) {
        if (group.retire()) {
            groups.remove(group.parts(), group);
        }
    }

    /** From now on events are dropped. Entries already there are still the shipper's. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    int groups() {
        return groups.size();
    }
}
