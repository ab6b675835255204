// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.CentralogConfig;
import dev.centralog.DropReason;
import dev.centralog.EventView;
import dev.centralog.GroupBy;
import dev.centralog.SourceLocation;
import dev.centralog.internal.wire.Window;
import org.jspecify.annotations.Nullable;

/*
 * Folding, in three objects.
 *
 *   EventFolder:  EventGroupKey -> EventGroup           one per group that has waiting counts, in chains by hash
 *   EventGroup:   head -> EventEntry -> EventEntry      one per window, the latest pushed first; nearly always one or two
 *   EventEntry:   a count, and the rendered first event
 *
 * A repeat finds its group, then its entry, and increments. It creates no object, takes no lock of ours, and calls no foreign
 * code except the view. A first event is rendered, charges its bytes, pushes an entry with a count of one and queues
 * it for the shipper. A group is pushed with its first entry in it, so no group is without one. Both groups and
 * entries are pushed by a compare-and-set on the head that was read before the search. So a group has one live node,
 * and one live entry per window, and one pair of group and second is reported as one.
 *
 * The shipper takes counts and closes entries while other threads count. An increment that comes after the close
 * returns that it did not count, and the event starts over (see ClosableCounter). So no increment is lost and none
 * counts twice, without a lock and without waiting for each other. The shipper removes groups without entries, after
 * it has retired them: a thread that still holds such a group can't push to it, and searches again.
 *
 * No method of a foreign object is called while something is half done: rendering, which calls the arguments'
 * toString(), comes before the push. It may therefore log itself, be slow, or throw, and affects only its own event.
 *
 * The budget bounds the memory: entries and what they hold are charged. The heads of the chains take another four
 * bytes for each half kilobyte of the budget.
 */

/**
 * The folder of events, which runs on the calling threads.
 *
 * <p>Thread-safety: any thread folds, without a lock; the shipper thread alone takes from {@link #fresh} and unlinks.
 */
public final class EventFolder extends Folder<EventEntry, EventGroup> {
    /**
     * The bytes of an entry and its group without payload and texts; measured as 380 bytes with compressed pointers.
     */
    private static final int ENTRY_BYTES = 400;

    /** The bytes of the buffer per chain; about as many as an entry with a small payload takes. */
    private static final int BYTES_A_CHAIN = 512;

    /** The maximum length of a text in a key, in characters; a digest takes the place of a longer one. */
    private static final int LONGEST_KEY_TEXT = 4096;

    /**
     * The largest distance from the epoch that an event may have, in seconds, beyond every real time. A larger one
     * that a view returns is reduced to this.
     */
    private static final long FARTHEST = -Window.UNCHECKED / 4;

    /**
     * The divisor of the buffer that gives its last part, which is kept for new groups. Repeats of waiting groups do
     * not take it.
     */
    private static final int LAST_OF_ROOM = 16;

    /** The divisor of the buffer that gives the memory for texts, which is besides the buffer. */
    private static final int TEXTS_OF_ROOM = 8;

    private static final byte[] UNNAMED = {};

    private final Identity identity;
    private final Renderer renderer;
    private final Sampler sampler;
    private final CallSiteFinder callSites = new CallSiteFinder();
    private final String fingerprintKey;
    private final GroupBy groupBy;
    private final TextsPerPlace texts;

    public EventFolder(Identity identity, Rendering rendering, MemoryBudget budget, ProducerCounters counters) {
        super(budget, counters, new HashChains<>(budget.limit() / BYTES_A_CHAIN));
        this.identity = identity;
        this.renderer = rendering.renderer;
        this.sampler = new Sampler(rendering.config, renderer, budget);
        this.fingerprintKey = identity.fingerprintKey();
        this.groupBy = identity.groupBy();
        this.texts = new TextsPerPlace(identity.textsPerPlace(), budget.limit() / TEXTS_OF_ROOM);
    }

    /** The rules that decide the group of an event. */
    public interface Identity {
        GroupBy groupBy();

        /** Returns the MDC key or key-value that holds the fingerprint; empty for none. */
        String fingerprintKey();

        /**
         * Returns the number of texts without arguments that a place may log in a second before further ones are
         * counted together; 0 if texts are never counted together.
         */
        default int textsPerPlace() {
            return 0;
        }

        /** Returns the group's name in Redis, computed from the full texts. */
        byte[] hash(EventGroupKey whole);

        /**
         * Returns a text of fixed length that takes the place of a long one in the table, and never leaves the
         * process.
         */
        String digest(String text);
    }

    /** An encoder of events. */
    public interface Renderer {
        /** Returns an event as the first one of its group in a window. */
        <E> RenderedEvent render(E event, EventView<E> view, @Nullable SourceLocation location, RowForm form);

        /** Returns what an event has of its own. */
        <E> EventSample sample(E event, EventView<E> view, SampleContent content);
    }

    /** A renderer, and the settings that say of how many events of a group and second samples are due. */
    public record Rendering(Renderer renderer, CentralogConfig config) {}

    /** Counts one event as logged, and folds it; returns whether it was folded and not dropped. */
    public <E> boolean fold(E event, EventView<E> view) {
        counters.logged.increment();
        return foldLogged(event, view);
    }

    /**
     * Folds one event that was counted as logged and returns true, or counts it as dropped and returns false. If this
     * method throws, it did neither: the step that counts is the last one, or it comes after a {@link StackReserve}.
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
        String inTable = shortened(template);
        EventGroup group = find(event, view, inTable, place);
        if (group != null && !isClosed() && count(event, view, group, window)) {
            return true;
        }
        EventGroupKey varying = texts.placeOf(event, view, inTable, place);
        return fold(event, view, window, varying == null ? EventGroupKey.of(event, view, template, place) : varying);
    }

    /** Returns the group of a repeat, or null. The short path: the search needs no key object. */
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

    /** Counts a repeat, with its sample if one is due; returns false if its group has no live entry in that window. */
    private <E> boolean count(E event, EventView<E> view, EventGroup group, long window) {
        for (EventEntry entry = group.head(); entry != null; entry = entry.next()) {
            if (entry.window() == window
                    && (entry.isSampleDue() ? countWithSample(event, view, entry) : entry.increment())) {
                return true;
            }
        }
        return false;
    }

    private <E> boolean countWithSample(E event, EventView<E> view, EventEntry entry) {
        if (!entry.claimSample()) {
            return entry.increment();
        }
        SampleStack.Node node = sampler.take(event, view, entry.group().parts(), entry.window());
        boolean isCounted = entry.push(node);
        if (!isCounted) {
            budget.release(node.charged());
        }
        return isCounted;
    }

    /** Folds any event; {@code whole} has the full texts. */
    private <E> boolean fold(E event, EventView<E> view, long window, EventGroupKey whole) {
        EventGroupKey parts = shortened(whole);
        long hash = parts.hash();
        byte[] name = UNNAMED;
        RenderedEvent rendered = null;
        int samples = 0;
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
            if (group != null && count(event, view, group, window)) {
                if (charged > 0) {
                    budget.release(charged);
                }
                return true;
            }
            if (rendered == null) {
                DropReason refusal = view.refusal(event);
                if (refusal != null) {
                    counters.refuse(refusal);
                    return false;
                }
                boolean matters = Sampler.isWarnOrAbove(view.level(event));
                if (!budget.hasRoom(ENTRY_BYTES, matters)) { // checked first, since rendering costs most
                    return foldOrDrop(group);
                }
                if (isLeftToAnother(group, matters)) {
                    return true;
                }
                samples = sampler.due(matters);
                RowForm form = new RowForm(sampler.ofFirst(parts, samples), parts.isVarying());
                rendered = renderer.render(event, view, locationOf(event, view, parts), form);
                name = group == null ? identity.hash(whole) : group.hash(); // may throw, so before bytes are charged
                StackReserve.ensure();
                charged = rendered.bytes() + ENTRY_BYTES + 2 * (lengthOf(parts.template()) + lengthOf(parts.text()));
                if (!budget.reserve(charged, matters)) {
                    return foldOrDrop(group);
                }
            } else {
                EventEntry entry;
                try {
                    EventGroup into = group == null ? new EventGroup(parts, name, chain) : group;
                    entry = new EventEntry(into, window, rendered, new EventEntry.Terms(samples, charged));
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

    /**
     * Whether the event was counted in another window of its group, so that the last part of the buffer stays free
     * for new groups.
     */
    private boolean isLeftToAnother(@Nullable EventGroup group, boolean matters) {
        return group != null && !budget.hasRoom(budget.limit() / LAST_OF_ROOM, matters) && group.incrementAny();
    }

    /**
     * Counts an event whose entry finds no room in the buffer: a repeat in whatever window its group has an entry,
     * any other event as dropped.
     */
    private boolean foldOrDrop(@Nullable EventGroup group) {
        boolean isFolded = group != null && group.incrementAny();
        if (!isFolded) {
            counters.refuse(DropReason.BUFFER_FULL);
        }
        return isFolded;
    }

    /** Pushes an entry into its group, or a new group, which already contains the entry, into its chain. */
    @Override
    boolean link(EventEntry entry) {
        EventGroup group = entry.group();
        return group.head() == entry ? chains.push(group) : group.push(entry);
    }

    /**
     * Removes the entry, and its group too if it has no other entry; an entry that is pushed in the meantime keeps
     * the group.
     */
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

    /** Returns the number of groups that are in the table now; for tests. */
    int groups() {
        return chains.size();
    }
}
