// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import java.time.Duration;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time that is counted, sealed and stored as one: a second of events, or a slice of actions.
 *
 * @param signal what is counted in it
 * @param start its first second, of the epoch; a multiple of {@code seconds}, or {@link #UNCHECKED}
 * @param seconds its length; 1 for events
 */
public record Window(Signal signal, long start, long seconds) implements Comparable<Window> {
    /**
     * Windows by the clock of a host that was not compared with Redis's yet start so much before what that says. They stay in
     * the process or on its disk. No time that is counted is as long ago.
     */
    public static final long UNCHECKED = -(1L << 60);

    private static final Comparator<Window> IN_TIME_ORDER = Comparator.comparingLong(Window::start)
            .thenComparingLong(Window::seconds)
            .thenComparing(Window::signal);

    /** Up to far beyond what a clock may say, and small enough to reckon with in milliseconds. */
    private static final Pattern NAME = Pattern.compile("(-?\\d{1,11})(?:\\+(\\d{1,8}))?");

    /** What is counted; each kind has keys, windows and leases of its own. */
    public enum Signal {
        EVENTS,
        ACTIONS
    }

    /** A second of events. */
    public static Window second(long second) {
        return new Window(Signal.EVENTS, second, 1);
    }

    /** The slice of that length that a second lies in; slices are counted from the epoch. */
    public static Window slice(long second, long seconds) {
        return new Window(Signal.ACTIONS, Math.floorDiv(second, seconds) * seconds, seconds);
    }

    /** Reads what {@link #toString} wrote; null if it is no window of that signal: there may be very many of those. */
    public static @Nullable Window find(Signal signal, String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches() || (parts.group(2) == null) != (signal == Signal.EVENTS)) {
            return null;
        }
        long start = Long.parseLong(parts.group(1));
        long seconds = signal == Signal.EVENTS ? 1 : Long.parseLong(parts.group(2));
        if (seconds == 0) {
            return null;
        }
        Window window = signal == Signal.EVENTS ? second(start) : slice(start, seconds);
        return window.toString().equals(name) ? window : null;
    }

    /** The window of the same kind and length that a second lies in. */
    public Window at(long second) {
        return new Window(signal, Math.floorDiv(second, seconds) * seconds, seconds);
    }

    /** Whether that second is not {@link #UNCHECKED}. */
    public static boolean isChecked(long second) {
        return second > UNCHECKED / 2;
    }

    /** Whether it is not {@link #UNCHECKED}: only then it may leave the process. Else it may start at any second. */
    public boolean isChecked() {
        return isChecked(start);
    }

    /** The window by Redis's clock, if it is {@link #UNCHECKED} and by a clock that is so much behind; else the same. */
    public Window checked(long behindSeconds) {
        return isChecked() ? this : at(start - UNCHECKED + behindSeconds);
    }

    /** The first second after it. */
    public long end() {
        return start + seconds;
    }

    /**
     * How long the count of its generations is kept after its end: it must outlive the oldest report that still
     * reaches the window (for events {@code maxAge}, at most 20 h; for actions {@code sliceRing}, at most 60 slices), or
     * a generation's name would be given twice.
     */
    public long generationLifeSeconds() {
        return Duration.ofDays(1).toSeconds() + 64 * seconds;
    }

    /** By start; windows of equal start by length. */
    @Override
    public int compareTo(Window other) {
        return IN_TIME_ORDER.compare(this, other);
    }

    /** Its name in Redis: of a second the number, of a slice {@code start+length}. */
    @Override
    public String toString() {
        return signal == Signal.EVENTS ? Long.toString(start) : start + "+" + seconds;
    }
}
