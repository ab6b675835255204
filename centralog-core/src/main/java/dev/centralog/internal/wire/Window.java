// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import java.time.Duration;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A period that is counted, sealed and stored as one: a second of events, or a slice of actions.
 *
 * @param signal the signal that is counted in it
 * @param start its first second, of the epoch; a multiple of {@code seconds}, or {@link #UNCHECKED}
 * @param seconds its length; 1 for events
 */
public record Window(Signal signal, long start, long seconds) implements Comparable<Window> {
    /**
     * The offset of windows by a host's clock that was not compared with Redis's yet: they start so much earlier than
     * that clock says. They stay in the process or on its disk. No real time is that long ago.
     */
    public static final long UNCHECKED = -(1L << 60);

    private static final Comparator<Window> IN_TIME_ORDER = Comparator.comparingLong(Window::start)
            .thenComparingLong(Window::seconds)
            .thenComparing(Window::signal);

    /**
     * The pattern of a name. It allows numbers far beyond every clock's, and small enough to calculate with in
     * milliseconds.
     */
    private static final Pattern NAME = Pattern.compile("(-?\\d{1,11})(?:\\+(\\d{1,8}))?");

    /** The signal that is counted; each has keys, windows and leases of its own. */
    public enum Signal {
        EVENTS,
        ACTIONS
    }

    /** Returns a second of events. */
    public static Window second(long second) {
        return new Window(Signal.EVENTS, second, 1);
    }

    /** Returns the slice of that length that contains a second; slices are counted from the epoch. */
    public static Window slice(long second, long seconds) {
        return new Window(Signal.ACTIONS, Math.floorDiv(second, seconds) * seconds, seconds);
    }

    /**
     * Returns the window whose {@link #toString} is {@code name}; null, and no exception, if it is not a window of
     * that signal, since there may be very many such names.
     */
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

    /** Returns the window of the same signal and length that contains a second. */
    public Window at(long second) {
        return new Window(signal, Math.floorDiv(second, seconds) * seconds, seconds);
    }

    /** Whether that second is not {@link #UNCHECKED}. */
    public static boolean isChecked(long second) {
        return second > UNCHECKED / 2;
    }

    /**
     * Whether this window is not {@link #UNCHECKED}: only then it may leave the process. An unchecked window may
     * start at any second.
     */
    public boolean isChecked() {
        return isChecked(start);
    }

    /**
     * Returns the window by Redis's clock, if this one is {@link #UNCHECKED} and by a clock that is so many seconds
     * behind; else this one.
     */
    public Window checked(long behindSeconds) {
        return isChecked() ? this : at(start - UNCHECKED + behindSeconds);
    }

    /** Returns the first second after this window. */
    public long end() {
        return start + seconds;
    }

    /**
     * Returns the seconds for which the count of its generations is kept after its end. This must be longer than the
     * oldest count can take that still reaches the window (for events {@code maxAge}, at most 20 h; for actions
     * {@code sliceRing}, at most 60 slices); otherwise a generation's name would be given twice.
     */
    public long generationLifeSeconds() {
        return Duration.ofDays(1).toSeconds() + 64 * seconds;
    }

    /** Compares by start; windows of equal start by length, then by signal. */
    @Override
    public int compareTo(Window other) {
        return IN_TIME_ORDER.compare(this, other);
    }

    /** Returns the window's name in Redis: the number of a second, or {@code start+length} of a slice. */
    @Override
    public String toString() {
        return signal == Signal.EVENTS ? Long.toString(start) : start + "+" + seconds;
    }
}
