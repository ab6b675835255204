// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.EventView;
import dev.centralog.Origin;
import dev.centralog.SourceLocation;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/*
 *   TextsPerPlace:  second, modulo 4 -> Second
 *   Second:         place -> Place, in chains by hash; nothing is removed from them, since a second goes as a whole
 *   Place:          the texts that have a group of their own, and how many more may have one
 *
 * A new text takes one of the place's free numbers before it is added, and gives it back if another thread has added
 * the same text. So there are never more texts than numbers, whatever the threads do. A thread that finds no free
 * number while another one is about to add the same text, or to give a number back, counts its event with the place:
 * that is right for a text that has no group yet.
 *
 * The texts are remembered, and not only counted: an entry may be closed before its second is over, to make room, and
 * a text that comes again must not take another number.
 */

/**
 * The texts without arguments that each place has logged in a second. The first ones have groups of their own; all
 * further ones are counted together in the group of their place, which is <em>varying</em>. So a place that puts its
 * texts together folds, and a logging helper with a few statements keeps them apart. Each second begins anew.
 *
 * <p>A second is one of the host's clock, since a window changes its number when Redis's time becomes known. The
 * texts of four seconds are kept; a second that begins removes those of four seconds before, and earlier ones. The
 * place of an event that comes later than that begins anew. In all, the texts may take {@code roomBytes}; beyond
 * that, each new text is counted with its place.
 *
 * <p>Thread-safety: any thread; lock-free.
 */
final class TextsPerPlace {
    private static final int SECONDS = 4;

    /** The number of chains of a second; an application logs few places in one. */
    private static final int PLACES = 64;

    /** The bytes of a second without places; measured as 470 bytes with compressed pointers. */
    private static final int SECOND_BYTES = 500;

    /** The bytes of a place without the names of its throwables; measured as 257 bytes with compressed pointers. */
    private static final int PLACE_BYTES = 260;

    /** The bytes of a text without its characters; measured as 36 bytes and 40 for the text itself. */
    private static final int TEXT_BYTES = 80;

    private final int limit;
    private final long roomBytes;
    private final AtomicReferenceArray<@Nullable Second> seconds = new AtomicReferenceArray<>(SECONDS);

    /**
     * Makes an empty memory of texts.
     *
     * @param limit the number of texts of a place in a second that have groups of their own; 0: all
     */
    TextsPerPlace(int limit, long roomBytes) {
        this.limit = limit;
        this.roomBytes = roomBytes;
    }

    /**
     * Returns the key of the place with which an event without an entry is counted; null if it has a group of its own.
     *
     * @param template the template, or what takes the place of a long one; null if it does not count
     * @param location the place in the code; null if it does not count or is not known
     */
    @Nullable
    <E> EventGroupKey placeOf(
            E event, EventView<E> view, @Nullable String template, @Nullable SourceLocation location) {
        if (limit == 0 || template == null || location == null || view.hasArguments(event)) {
            return null;
        }
        Place place = second(view.epochSecond(event)).place(event, view, location);
        return place.admits(template) ? null : place.key;
    }

    private Second second(long epochSecond) {
        int slot = Math.floorMod(epochSecond, SECONDS);
        while (true) {
            Second there = seconds.get(slot);
            if (there != null && there.epochSecond == epochSecond) {
                return there;
            }
            Second begun = new Second(epochSecond);
            if (seconds.compareAndSet(slot, there, begun)) {
                removePast(epochSecond - SECONDS);
                return begun;
            }
        }
    }

    private void removePast(long last) {
        for (int slot = 0; slot < SECONDS; slot++) {
            Second each = seconds.get(slot);
            if (each != null && each.epochSecond <= last) {
                seconds.compareAndSet(slot, each, null);
            }
        }
    }

    /** Returns the bytes that all texts take now. */
    long usedBytes() {
        long used = 0;
        for (int slot = 0; slot < SECONDS; slot++) {
            Second each = seconds.get(slot);
            used += each == null ? 0 : each.usedBytes.get();
        }
        return used;
    }

    private boolean hasRoom(long bytes) {
        return usedBytes() + bytes <= roomBytes;
    }

    private static long bytes(@Nullable String text) {
        return text == null ? 0 : 2L * text.length();
    }

    /** The places of one second. Thread-safety: any thread. */
    private final class Second {
        final long epochSecond;
        final AtomicLong usedBytes = new AtomicLong(SECOND_BYTES);
        private final HashChains<Place> places = new HashChains<>(PLACES, PLACES);

        Second(long epochSecond) {
            this.epochSecond = epochSecond;
        }

        /** Returns the place of an event. The short path: the search needs no key object. */
        <E> Place place(E event, EventView<E> view, SourceLocation location) {
            long hash = hash(event, view, location);
            for (Place each = places.head(places.of(hash)); each != null; each = each.next()) {
                if (each.hash == hash && each.key.isOfPlace(event, view, location)) {
                    return each;
                }
            }
            return place(EventGroupKey.ofPlace(event, view, location), hash);
        }

        private Place place(EventGroupKey key, long hash) {
            long bytes = PLACE_BYTES + bytes(key.thrownClasses());
            while (true) {
                int chain = places.of(hash);
                Place head = places.head(chain);
                Place found = find(head, key);
                if (found == null && HashChains.isCrowded(head, hash)) {
                    chain = places.of(key.seededHash());
                    head = places.head(chain);
                    found = find(head, key);
                }
                if (found != null) {
                    return found;
                }
                Place made = new Place(this, key, hash, chain);
                if (!hasRoom(bytes)) {
                    return made; // without a free number, and forgotten
                }
                made.begin(limit, head);
                if (places.push(made)) {
                    usedBytes.addAndGet(bytes);
                    return made;
                }
            }
        }

        private static @Nullable Place find(@Nullable Place head, EventGroupKey key) {
            for (Place each = head; each != null; each = each.next()) {
                if (each.key.equals(key)) {
                    return each;
                }
            }
            return null;
        }

        private <E> long hash(E event, EventView<E> view, SourceLocation location) {
            Origin origin = view.origin(event);
            int from = 31 * origin.app().hashCode() + origin.host().hashCode();
            int thrown = Objects.hashCode(view.thrownClasses(event));
            return SeededHash.of(
                    EventGroupKey.hash(view.logger(event), null, location, null),
                    (long) thrown << 32 | Integer.toUnsignedLong(from));
        }
    }

    /** One place in one second. Thread-safety: any thread. */
    private final class Place implements HashChains.Node<Place> {
        final EventGroupKey key;
        final long hash;
        private final Second second;
        private final int chain;
        private final ConcurrentSkipListSet<String> texts = new ConcurrentSkipListSet<>();

        /** The number of further texts that may have a group of their own. */
        private final AtomicInteger free = new AtomicInteger();

        private @Nullable Place next;

        Place(Second second, EventGroupKey key, long hash, int chain) {
            this.second = second;
            this.key = key;
            this.hash = hash;
            this.chain = chain;
        }

        /** Sets what other threads will find, before they do. */
        void begin(int numbers, @Nullable Place head) {
            free.set(numbers);
            next = head;
        }

        /** Whether the text has a group of its own in this second; one of the first becomes such a text. */
        boolean admits(String text) {
            if (texts.contains(text)) {
                return true;
            }
            long bytes = TEXT_BYTES + bytes(text);
            if (free.get() == 0 || !hasRoom(bytes) || !takeNumber()) {
                return false;
            }
            if (texts.add(text)) {
                second.usedBytes.addAndGet(bytes);
            } else {
                free.incrementAndGet();
            }
            return true;
        }

        private boolean takeNumber() {
            int left = free.get();
            while (left > 0) {
                int found = free.compareAndExchange(left, left - 1);
                if (found == left) {
                    return true;
                }
                left = found;
            }
            return false;
        }

        @Override
        public @Nullable Place next() {
            return next;
        }

        @Override
        public void setNext(@Nullable Place place) {
            next = place;
        }

        @Override
        public int chain() {
            return chain;
        }

        @Override
        public long keyHash() {
            return hash;
        }
    }
}
