// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.DropReason;
import dev.centralog.EventView;
import dev.centralog.GroupBy;
import dev.centralog.Level;
import dev.centralog.SourceLocation;
import dev.centralog.internal.wire.Window;
import org.jspecify.annotations.Nullable;

/*
 * Folding, in three objects.
 *
 *   EventFolder:  EventGroupKey -> EventGroup           one a group that has something waiting, in chains by hash
 *   EventGroup:   head -> EventEntry -> EventEntry      one a window, the latest pushed first; nearly always one or two
 *   EventEntry:   a count, and the rendered first event
 *
 * A repeat finds its group, then its entry, and increments; it makes no object, takes no lock of ours, and calls nothing
 * foreign but the view. A first event renders itself, charges its bytes, pushes an entry with a count of one and queues it for the
 * shipper. A group is pushed with its first entry in it, so there is none without. Pushing, of both, is a compare-and-set
 * on the head that was read before the search, so one group has one live node, and one window of it one live entry: what
 * is reported as one pair of group and second is one.
 *
 * The shipper takes counts and closes entries under their writers; an increment that comes after the close is told that it
 * did not count, and starts over (see ClosableCounter). So no increment is lost and none counts twice, without a lock and
 * without asking whose turn it is. It takes out groups that have no entry any more, after it has retired them: who holds
 * such a group can't push to it, and looks again.
 *
 * Nothing of a foreign object is called while anything is held: rendering, which runs the arguments' toString(), comes
 * before the push. It may therefore log itself, be slow, or throw, and harms only its own event.
 *
 * Memory is bounded by the budget: entries and what they hold are charged; the heads of the chains are four bytes for each
 * half kilobyte of it.
 */

/**
 * The fold: what the calling thread does with an event.
 *
 * <p>Thread-safety: any thread folds, without a lock; the shipper thread alone takes from {@link #fresh} and unlinks.
 */
public final class EventFolder extends Folder<EventEntry, EventGroup> {
    /** What an entry and its group take beside payload and texts; measured as 380 bytes with compressed pointers. */
    private static final int ENTRY_BYTES = 400;

    /** Chains for so many entries with small payloads. */
    private static final int BYTES_A_CHAIN = 512;

    /** Longer texts stand in the table by their digest. */
    private static final int LONGEST_KEY_TEXT = 4096;

    /** Seconds, beyond all times that there are; what a view says beyond them is as far away. */
    private static final long FARTHEST = -Window.UNCHECKED / 4;

    /** That part of the buffer is not for repeats of what waits. */
    private static final int LAST_OF_ROOM = 16;

    private static final byte[] UNNAMED = {};

    private final Identity identity;
    private final Renderer renderer;
    private final CallSiteFinder callSites = new CallSiteFinder();
    private final String fingerprintKey;
    private final GroupBy groupBy;

    public EventFolder(Identity identity, Renderer renderer, MemoryBudget budget, ProducerCounters counters) {
        super(budget, counters, new HashChains<>(budget.limit() / BYTES_A_CHAIN));
        this.identity = identity;
        this.renderer = renderer;
        this.fingerprintKey = identity.fingerprintKey();
        this.groupBy = identity.groupBy();
    }

    /** How groups are told apart. */
    public interface Identity {
        GroupBy groupBy();

        /** Empty for none. */
        String fingerprintKey();

        /** The group's name in Redis; of texts at their full length. */
        byte[] hash(EventGroupKey whole);

        /** A text of fixed length that stands for a long one in the table, and never leaves the process. */
        String digest(String text);
    }

    /** Makes the payload of an event. */
    public interface Renderer {
        <E> byte[] render(E event, EventView<E> view, @Nullable SourceLocation location);
    }

    /** Counts one event as logged, and folds it. */
    public <E> boolean fold(E event, EventView<E> view) {
        counters.logged.increment();
        return foldLogged(event, view);
    }

    /**
     * Folds one event that was counted as logged, and answers true, or counts it as dropped. If it throws, it did neither: what
     * decides is the last thing that is done, or comes behind a {@link StackReserve}.
     */
    public <E> boolean foldLogged(E event, EventView<E> view) {
        long window = windowOf(event, view);
        String fingerprint = fingerprintKey.isEmpty() ? null : view.fingerprint(event, fingerprintKey);
        if (fingerprint != null && !fingerprint.isBlank()) {
            return fold(event, view, window, EventGroupKey.ofFingerprint(event, view, fingerprint));
        }
        SourceLocation place = groupBy == GroupBy.TEMPLATE ? null : callSites.find(event, view);
        if (groupBy == GroupBy.MESSAGE) {
            return fold(event, view, window, EventGroupKey.ofMessage(event, view, place));
        }
        String template = groupBy == GroupBy.PLACE && place != null ? null : view.template(event);
        EventGroup group = find(event, view, shortened(template), place);
        if (group != null && !isClosed() && group.increment(window)) {
            return true;
        }
        return fold(event, view, window, EventGroupKey.of(event, view, template, place));
    }

    /** A repeat's short way: no object is made to look with. */
    private <E> @Nullable EventGroup find(
            E event, EventView<E> view, @Nullable String template, @Nullable SourceLocation place) {
        long hash = EventGroupKey.hash(view.logger(event), template, place, null);
        for (EventGroup each = chains.head(chains.of(hash)); each != null; each = each.next()) {
            if (each.keyHash() == hash && each.parts().isOf(event, view, template, place)) {
                return each;
            }
        }
        return null;
    }

    /** Any event's way; {@code whole} has its texts at their full length. */
    private <E> boolean fold(E event, EventView<E> view, long window, EventGroupKey whole) {
        EventGroupKey parts = shortened(whole);
        long hash = parts.hash();
        byte[] name = UNNAMED;
        byte[] payload = null;
        int charged = 0;
        while (!isClosed()) {
            int chain = chains.of(hash);
            EventGroup head = chains.head(chain);
            EventGroup group = find(head, parts, hash);
            if (group == null && HashChains.isCrowded(head, hash)) {
                chain = chains.of(parts.seededHash());
                head = chains.head(chain);
                group = find(head, parts, hash);
            }
            EventEntry latest = group == null ? null : group.head();
            if (group != null && group.increment(window)) {
                if (charged > 0) {
                    budget.release(charged);
                }
                return true;
            }
            if (payload == null) {
                DropReason refusal = view.refusal(event);
                if (refusal != null) {
                    counters.refuse(refusal);
                    return false;
                }
                boolean matters = view.level(event).severity() >= Level.WARN.severity();
                if (!budget.hasRoom(ENTRY_BYTES, matters)) { // rendering costs more than all else
                    return foldOrDrop(group);
                }
                if (isLeftToAnother(group, matters)) {
                    return true;
                }
                payload = renderer.render(event, view, locationOf(event, view, parts));
                name = group == null ? identity.hash(whole) : group.hash(); // before bytes are charged: it may throw
                StackReserve.ensure();
                charged = payload.length + ENTRY_BYTES + 2 * (lengthOf(parts.template()) + lengthOf(parts.text()));
                if (!budget.reserve(charged, matters)) {
                    return foldOrDrop(group);
                }
            } else {
                EventEntry entry;
                try {
                    EventGroup into = group == null ? new EventGroup(parts, name, chain) : group;
                    entry = new EventEntry(into, window, payload, charged);
                    if (group == null) {
                        into.startWith(entry, head);
                    }
                } catch (OutOfMemoryError e) {
                    budget.release(charged);
                    throw e;
                }
                entry.setNext(latest);
                if (push(entry)) {
                    return true;
                }
            }
        }
        budget.release(charged);
        counters.refuse(DropReason.CLOSED);
        return false;
    }

    private static @Nullable EventGroup find(@Nullable EventGroup head, EventGroupKey parts, long hash) {
        for (EventGroup each = head; each != null; each = each.next()) {
            if (each.is(parts, hash)) {
                return each;
            }
        }
        return null;
    }

    /** Whether an event was counted in another window of its group: a repeat leaves the last of the room to new groups. */
    private boolean isLeftToAnother(@Nullable EventGroup group, boolean matters) {
        return group != null && !budget.hasRoom(budget.limit() / LAST_OF_ROOM, matters) && group.incrementAny();
    }

    /** A full buffer: a repeat still finds room in whatever window its group waits in; a new group does not. */
    private boolean foldOrDrop(@Nullable EventGroup group) {
        boolean isFolded = group != null && group.incrementAny();
        if (!isFolded) {
            counters.refuse(DropReason.BUFFER_FULL);
        }
        return isFolded;
    }

    /** Pushes an entry into its group; a new group, which has it already, into its chain. */
    @Override
    boolean link(EventEntry entry) {
        EventGroup group = entry.group();
        return group.head() == entry ? chains.push(group) : group.push(entry);
    }

    /** Takes the group out, too, if it has no other entry; one that is pushed meanwhile keeps it there. */
    @Override
    void unlink(EventEntry entry) {
        EventGroup group = entry.group();
        group.unlink(entry);
        if (group.retire()) {
            chains.unlink(group);
        }
    }

    private EventGroupKey shortened(EventGroupKey whole) {
        return isShort(whole.template()) && isShort(whole.text())
                ? whole
                : whole.withTexts(shortened(whole.template()), shortened(whole.text()));
    }

    private @Nullable String shortened(@Nullable String text) {
        return text == null || isShort(text) ? text : identity.digest(text);
    }

    private static boolean isShort(@Nullable String text) {
        return text == null || text.length() <= LONGEST_KEY_TEXT;
    }

    private <E> @Nullable SourceLocation locationOf(E event, EventView<E> view, EventGroupKey parts) {
        return parts.location() != null ? parts.location() : callSites.find(event, view);
    }

    private static int lengthOf(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private <E> long windowOf(E event, EventView<E> view) {
        return correction() + Math.max(-FARTHEST, Math.min(FARTHEST, view.epochSecond(event)));
    }

    /** The groups that are there now; for tests. */
    int groups() {
        return chains.size();
    }
}
