// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/*
 * Logged calls are wishes for a place in one of their windows: nearly all have one window; calls that were under way when
 * a second ended have two or more. Stored counts are places. Window by window, the wishes with the earliest last window are
 * served first, which serves as many as possible. What is left over is classified in this order:
 *
 *   1. within a name, wanted in one window and stored in another: mis-windowed
 *   2. within a window, wanted for one name and stored for another: mis-folded
 *   3. wanted and not stored: lost, unless it was reported as dropped
 *   4. stored and not wanted: doubled
 *
 * Two faults that look like one are therefore counted as that one: a loss and a doubling of one name as a mis-windowing, and a
 * loss and a doubling of two names in one window as a mis-folding. The figures are all 0 if and only if every count is
 * where it belongs.
 */

/**
 * Compares what was logged with what is stored, by name and window: a second of events, or a slice of actions.
 *
 * <p>Thread-safety: none.
 */
final class Book {
    private final Map<String, Page> pages = new HashMap<>();
    private long dropped;
    private long misplaced;

    /** The calls and counts of one name. */
    private static final class Page {
        final List<Wish> wishes = new ArrayList<>(1);
        final TreeMap<Long, Long> stored = new TreeMap<>();
        long flagged;
        long underWay;
    }

    /** A number of calls that belong into one of the windows from the first to the last. */
    private record Wish(long first, long last, long count) {}

    /** A wish, with the part of it that is still unserved. */
    private static final class Open {
        final Wish wish;
        long left;

        Open(Wish wish) {
            this.wish = wish;
            this.left = wish.count;
        }

        /** Serves up to that many calls of the wish, and returns how many it served. */
        long serve(long most) {
            long served = Math.min(left, most);
            left -= served;
            return served;
        }
    }

    private Page page(String name) {
        return pages.computeIfAbsent(name, any -> new Page());
    }

    /** Adds that many returned calls, whose window is one of the first to the last. */
    void logged(String name, long first, long last, long count) {
        List<Wish> wishes = page(name).wishes;
        Wish latest = wishes.isEmpty() ? null : wishes.get(wishes.size() - 1);
        if (latest != null && latest.first == first && latest.last == last) {
            wishes.set(wishes.size() - 1, new Wish(first, last, latest.count + count));
        } else {
            wishes.add(new Wish(first, last, count));
        }
    }

    /** Adds a call that may have been under way: it may be stored or not. */
    void underWay(String name) {
        page(name).underWay++;
    }

    /** Adds a count in the database. */
    void stored(String name, long window, long count) {
        page(name).stored.merge(window, count, Long::sum);
    }

    /** Adds a count in the database whose flag says that it is not in its own window. */
    void storedElsewhere(String name, long count) {
        page(name).flagged += count;
    }

    /** Adds a count in the database whose row contains something of another name, or of none. */
    void misplaced(long count) {
        misplaced += count;
    }

    /** Adds calls that the database reports as dropped, or has counted without their name. */
    void dropped(long count) {
        dropped += count;
    }

    /** Returns the number of returned calls. */
    long totalLogged() {
        return pages.values().stream()
                .flatMap(page -> page.wishes.stream())
                .mapToLong(Wish::count)
                .sum();
    }

    /** Returns the sum of the counts in the database. */
    long totalStored() {
        return pages.values().stream()
                .mapToLong(page -> page.flagged
                        + page.stored.values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                .sum();
    }

    /** Returns the part of these counts whose flag says that they are not in their own window. */
    long totalElsewhere() {
        return pages.values().stream().mapToLong(page -> page.flagged).sum();
    }

    /**
     * The differences, and what may still be stored later.
     *
     * @param notDue calls that are not stored, and whose window is not due: neither right nor wrong
     */
    record Finding(Figures figures, long notDue) {}

    /** Returns the differences if everything should be stored by now. */
    Figures figures() {
        return find(Long.MAX_VALUE).figures;
    }

    /**
     * Returns the differences.
     *
     * @param firstNotDue the first window that need not be stored yet; nor need those after it
     */
    Finding find(long firstNotDue) {
        long misWindowed = 0;
        long[] waiting = {0};
        IdentityHashMap<Page, Long> missing = new IdentityHashMap<>();
        TreeMap<Long, Long> surplus = new TreeMap<>();
        for (Page page : pages.values()) {
            misWindowed += settle(page, missing, surplus, open -> {
                boolean waits = open.wish.last >= firstNotDue;
                waiting[0] += waits ? open.left : 0;
                return waits;
            });
        }
        long misFolded = misplaced;
        long missed = 0;
        for (Map.Entry<Page, Long> each : missing.entrySet()) {
            long swapped = swap(each.getKey(), each.getValue(), surplus);
            misFolded += swapped;
            missed += each.getValue() - swapped;
        }
        long over = surplus.values().stream().mapToLong(Long::longValue).sum();
        // Dropped calls belong to the windows that should be stored, or else to those that are not due.
        long droppedLater = Math.max(0, dropped - missed);
        return new Finding(
                new Figures(
                        Math.max(0, missed - dropped),
                        over + Math.max(0, droppedLater - waiting[0]),
                        misFolded,
                        misWindowed),
                Math.max(0, waiting[0] - droppedLater));
    }

    /**
     * Takes counts that other names have too many of and this name lacks, and returns how many it took. Which of
     * several wishes is unserved is arbitrary; so a place counts only if it serves one wish more.
     */
    private static long swap(Page page, long most, Map<Long, Long> surplus) {
        TreeMap<Long, Long> places = new TreeMap<>(page.stored);
        long unserved = unserved(page, places);
        long swapped = 0;
        for (Map.Entry<Long, Long> each : surplus.entrySet()) {
            long offered = Math.min(each.getValue(), most - swapped);
            if (offered > 0) {
                TreeMap<Long, Long> more = new TreeMap<>(places);
                more.merge(each.getKey(), offered, Long::sum);
                long taken = unserved - unserved(page, more);
                places.merge(each.getKey(), taken, Long::sum);
                each.setValue(each.getValue() - taken);
                unserved -= taken;
                swapped += taken;
            }
        }
        return swapped;
    }

    private static long unserved(Page page, SortedMap<Long, Long> places) {
        List<Open> all = page.wishes.stream().map(Open::new).toList();
        serve(all, places);
        return all.stream().mapToLong(open -> open.left).sum();
    }

    /**
     * Adds what one name lacks and has too much of to both maps, and returns how many counts are only in another
     * window.
     */
    private static long settle(
            Page page, IdentityHashMap<Page, Long> missing, Map<Long, Long> surplus, Predicate<Open> mayWait) {
        List<Open> all = page.wishes.stream().map(Open::new).toList();
        SortedMap<Long, Long> over = serve(all, page.stored);
        take(over, page.underWay);
        long flagged = page.flagged;
        long moved = 0;
        for (Open wish : all) {
            flagged -= wish.serve(flagged);
            long elsewhere = take(over, wish.left);
            moved += elsewhere;
            wish.left -= elsewhere;
            if (wish.left > 0 && !mayWait.test(wish)) {
                missing.merge(page, wish.left, Long::sum);
            }
        }
        over.forEach((window, count) -> surplus.merge(window, count, Long::sum));
        if (flagged > 0) {
            surplus.merge(Long.MIN_VALUE, flagged, Long::sum);
        }
        return moved;
    }

    /** Serves as many wishes as possible, and returns the places that no wish for their window needs. */
    private static SortedMap<Long, Long> serve(List<Open> all, SortedMap<Long, Long> places) {
        List<Open> byFirst = new ArrayList<>(all);
        byFirst.sort(Comparator.comparingLong(open -> open.wish.first));
        PriorityQueue<Open> urgent = new PriorityQueue<>(Comparator.comparingLong(open -> open.wish.last));
        TreeMap<Long, Long> over = new TreeMap<>();
        int next = 0;
        for (Map.Entry<Long, Long> place : places.entrySet()) {
            long window = place.getKey();
            while (next < byFirst.size() && byFirst.get(next).wish.first <= window) {
                urgent.add(byFirst.get(next++));
            }
            long left = place.getValue();
            while (left > 0 && !urgent.isEmpty()) {
                Open wish = urgent.element();
                left -= wish.wish.last < window ? 0 : wish.serve(left);
                if (wish.left == 0 || wish.wish.last < window) {
                    urgent.remove();
                }
            }
            if (left > 0) {
                over.put(window, left);
            }
        }
        return over;
    }

    /** Takes up to that many counts away, the earliest first, and returns how many it took. */
    private static long take(Map<Long, Long> from, long most) {
        long taken = 0;
        for (Map.Entry<Long, Long> each : from.entrySet()) {
            long part = Math.min(each.getValue(), most - taken);
            each.setValue(each.getValue() - part);
            taken += part;
        }
        return taken;
    }
}
