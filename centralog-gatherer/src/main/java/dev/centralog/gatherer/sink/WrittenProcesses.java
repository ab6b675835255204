// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The processes that this connection has written lately, with what the database has of them at least: other gatherers only
 * widen the times and fill in texts. So most windows write no row of {@code processes}.
 *
 * <p>Thread-safety: none.
 */
final class WrittenProcesses {
    /** The most processes that are remembered: about 2 MB. Others are written with each window that they are in. */
    static final int MOST = 10_000;

    /**
     * The bounds of the time, in seconds, by which {@code last_seen} must move to be written. Each process has its own, so
     * that those of one window are not written all together again.
     */
    static final int SHORTEST_STEP = 30;

    static final int LONGEST_STEP = 60;

    private final CommittedMap<String, Written> written = new CommittedMap<>(MOST);

    /** The stored state of a process; times are seconds of the epoch. */
    private record Written(long firstSeen, long lastSeen, int info, int versions) {
        static Written of(ProcessRow row) {
            return new Written(
                    row.firstSeen().getEpochSecond(),
                    row.lastSeen().getEpochSecond(),
                    row.infoHash(),
                    row.versionsHash());
        }

        Written with(Written more) {
            return new Written(
                    Math.min(firstSeen, more.firstSeen),
                    Math.max(lastSeen, more.lastSeen),
                    more.info == 0 ? info : more.info,
                    more.versions == 0 ? versions : more.versions);
        }

        boolean lacks(Written now, int step) {
            return now.firstSeen < firstSeen
                    || now.lastSeen >= lastSeen + step
                    || (now.info != 0 && now.info != info)
                    || (now.versions != 0 && now.versions != versions);
        }
    }

    /** Returns those of the rows that tell the database something new, and takes them for written by the next commit. */
    List<ProcessRow> toWrite(Collection<ProcessRow> rows) {
        written.begin();
        List<ProcessRow> due = new ArrayList<>();
        for (ProcessRow row : rows) {
            Written old = written.get(row.id());
            if (isToBeWritten(row, old)) {
                due.add(row);
                Written now = Written.of(row);
                written.put(row.id(), old == null ? now : old.with(now));
            }
        }
        return due;
    }

    private static boolean isToBeWritten(ProcessRow row, @Nullable Written old) {
        int step = SHORTEST_STEP + Math.floorMod(row.id().hashCode(), LONGEST_STEP - SHORTEST_STEP + 1);
        return old == null || row.startedAt() != null || row.endedAt() != null || old.lacks(Written.of(row), step);
    }

    /** Remembers what was written, because the transaction is committed. */
    void committed() {
        written.committed();
    }

    /** Forgets everything, because another connection may lead to another state of the database. */
    void forget() {
        written.forget();
    }
}
