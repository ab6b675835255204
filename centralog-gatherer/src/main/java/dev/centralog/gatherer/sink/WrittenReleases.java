// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.time.Instant;
import java.util.Comparator;

/**
 * The releases in which this connection has met groups lately, with the times that the database has of them at least: other gatherers
 * only widen them. So a window of known groups writes no row of {@code group_releases}, but once a minute.
 *
 * <p>Thread-safety: none.
 */
final class WrittenReleases extends CommittedMap<WrittenReleases.Key, WrittenReleases.Times> {
    /** The most groups and releases that are remembered: about 6 MB. Others are written with each window that they are in. */
    static final int MOST = 40_000;

    WrittenReleases() {
        super(MOST);
    }

    /** A group, by its number in the table, in a release; the release is empty if it is not known. */
    record Key(long group, String release) {
        static final Comparator<Key> ORDER =
                Comparator.comparingLong(Key::group).thenComparing(Key::release);
    }

    /** The first and the last time of a group in a release. */
    record Times(Instant firstSeen, Instant lastSeen) {
        Times plus(Times more) {
            return new Times(
                    firstSeen.isBefore(more.firstSeen) ? firstSeen : more.firstSeen,
                    lastSeen.isAfter(more.lastSeen) ? lastSeen : more.lastSeen);
        }
    }

    /** Notes times of a group; returns whether the database is to be told of them. */
    boolean note(Key key, Times times) {
        Times before = get(key);
        boolean isDue = before == null
                || times.firstSeen.isBefore(before.firstSeen)
                || WrittenGroups.step(times.lastSeen) > WrittenGroups.step(before.lastSeen);
        if (isDue) {
            put(key, before == null ? times : before.plus(times));
        }
        return isDue;
    }
}
