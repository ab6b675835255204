// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

/*
 * Until Redis's time is known, counts go into windows of their own, which lie far before all others: see
 * Window.UNCHECKED. So even if a thread counts late by the older correction, its window shows which correction was
 * used, and the count is put into the right window when it is drained. When the correction comes, no waiting count is
 * read or moved, and the logging threads need not know of it. Corrections are whole seconds, so that a window of one
 * second becomes a window of another second.
 */

/**
 * The correction of the host's clock, which the calling threads read.
 *
 * @param isChecked whether Redis's time is known
 * @param seconds the seconds that are added to the host's clock: if Redis's time is known, those by which the host is
 *     behind Redis; else those by which its clock was set back
 * @param firstSeconds the seconds that are added to what was counted before Redis's time was known; it never changes
 *     once that time is known
 */
public record HostClock(boolean isChecked, long seconds, long firstSeconds) {
    /** The clock of a host that has Redis's time. */
    public static final HostClock RIGHT = new HostClock(true, 0, 0);

    /**
     * Returns a clock that was not compared with Redis's yet, and that was set back by so many seconds since the
     * first event.
     */
    public static HostClock unchecked(long seconds) {
        return new HostClock(false, seconds, 0);
    }

    /** Returns this clock after Redis's time has become known; the host is {@code behindSeconds} behind it. */
    public HostClock behindRedis(long behindSeconds) {
        return new HostClock(true, behindSeconds, isChecked ? firstSeconds : behindSeconds - seconds);
    }

    /** Returns the window that counts an event now, for the corrected time of the host's clock. */
    public Window now(long epochMillis) {
        return Window.second(Math.floorDiv(epochMillis, 1000) + (isChecked ? 0 : Window.UNCHECKED));
    }

    /** Returns the seconds to add to a second by the host's clock, to get the window in which it is counted. */
    public long correction() {
        return isChecked ? seconds : Window.UNCHECKED + seconds;
    }

    /** Returns the second by Redis's clock of a second that was counted, as far as Redis's clock is known. */
    public long second(long counted) {
        return Window.isChecked(counted) ? counted : counted - Window.UNCHECKED + firstSeconds;
    }

    /** Returns the window by Redis's clock, if that is known, else the same window. */
    public Window window(Window counted) {
        return isChecked ? counted.checked(firstSeconds) : counted;
    }
}
