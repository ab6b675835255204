// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

/*
 * Until Redis has told its time, what is counted goes into windows of its own, which lie far before all others: see
 * Window.UNCHECKED. So what a thread counts by the older correction, be it late, is told by its window from all that is
 * counted by a newer one, and is put where it belongs when it is taken. Nothing that waits is looked at or moved when the
 * correction comes, and no thread that logs has to know of it. Corrections are of whole seconds, so that a window of one
 * second becomes one of another.
 */

/**
 * What callers' clocks, which are this host's, are corrected by.
 *
 * @param isChecked whether Redis has told its time
 * @param seconds how far the host is behind: behind Redis, or else behind itself, as it was set
 * @param firstSeconds if Redis has told its time, how far what was counted by then is behind; for good
 */
public record HostClock(boolean isChecked, long seconds, long firstSeconds) {
    /** The clock of a host that has Redis's time. */
    public static final HostClock RIGHT = new HostClock(true, 0, 0);

    /** Returns a clock that nobody compared with Redis's, and that was set back by so much since the first event. */
    public static HostClock unchecked(long seconds) {
        return new HostClock(false, seconds, 0);
    }

    /** The same, now that Redis has told its time. */
    public HostClock behindRedis(long behindSeconds) {
        return new HostClock(true, behindSeconds, isChecked ? firstSeconds : behindSeconds - seconds);
    }

    /** The second of what is counted now, of what that clock says when corrected. */
    public Window now(long epochMillis) {
        return Window.second(Math.floorDiv(epochMillis, 1000) + (isChecked ? 0 : Window.UNCHECKED));
    }

    /** What is added to a second by the host's clock, to know where it is counted. */
    public long correction() {
        return isChecked ? seconds : Window.UNCHECKED + seconds;
    }

    /** A second that was counted, by Redis's clock as far as that is known. */
    public long second(long counted) {
        return Window.isChecked(counted) ? counted : counted - Window.UNCHECKED + firstSeconds;
    }

    /** The window by Redis's clock, if that is known. */
    public Window window(Window counted) {
        return isChecked ? counted.checked(firstSeconds) : counted;
    }
}
