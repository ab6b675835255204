// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    private final Map<String, Written> committed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Written> eldest) {
            return size() > MOST;
        }
    };
    private final List<ProcessRow> pending = new ArrayList<>();

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
        pending.clear();
        for (ProcessRow row : rows) {
            if (isToBeWritten(row)) {
                pending.add(row);
            }
        }
        return List.copyOf(pending);
    }

    private boolean isToBeWritten(ProcessRow row) {
        Written written = committed.get(row.id());
        int step = SHORTEST_STEP + Math.floorMod(row.id().hashCode(), LONGEST_STEP - SHORTEST_STEP + 1);
        return written == null
                || row.startedAt() != null
                || row.endedAt() != null
                || written.lacks(Written.of(row), step);
    }

    /** Remembers what was written, because the transaction is committed. */
    void committed() {
        for (ProcessRow row : pending) {
            committed.merge(row.id(), Written.of(row), Written::with);
        }
        pending.clear();
    }

    /** Forgets everything, because another connection may lead to another state of the database. */
    void forget() {
        pending.clear();
        committed.clear();
    }
}
