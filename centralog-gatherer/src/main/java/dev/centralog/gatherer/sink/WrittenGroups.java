// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The groups that this connection has met lately, with what the database has of them at least: other gatherers only widen the
 * times and fill in events. So a window of known groups reads nothing.
 *
 * <p>Thread-safety: none.
 */
final class WrittenGroups extends CommittedMap<String, WrittenGroups.Written> {
    /** The most groups that are remembered: about 6 MB. Others are read with each window that they are in. */
    static final int MOST = 20_000;

    /** The time for which {@code last_seen} stays: it is written with the first window of each minute. */
    private static final int STEP_SECONDS = 60;

    WrittenGroups() {
        super(MOST);
    }

    /** Returns the number of the step that a time is in. */
    static long step(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), STEP_SECONDS);
    }

    /** Returns the state of a group that was written. */
    Written state(GroupRow group) throws SQLException {
        String groupId = group.groupId();
        Written state = get(groupId);
        if (state == null) {
            throw RowMerger.violation("a group that is there by its key is not found by it: " + groupId);
        }
        return state;
    }

    /** Returns what rows tell the database that is new, each group once. */
    List<GroupRow> toWrite(List<GroupRow> rows) {
        Map<String, GroupRow> once = new LinkedHashMap<>();
        for (GroupRow row : rows) {
            Written state = get(row.groupId());
            if (state == null || state.lacks(row)) {
                once.merge(row.groupId(), row, GroupRow::plus);
            }
        }
        return List.copyOf(once.values());
    }

    /**
     * The stored state of a group.
     *
     * @param id its number in the table
     * @param shown the event that the row shows; null if it shows none
     * @param firstSeen the second of the epoch that {@code first_seen} is not after
     * @param lastSeen the second of the epoch that {@code last_seen} is not before
     * @param refusal why the database has refused the group's id, so that it is stored under another one; null if it has not
     */
    record Written(
            long id,
            @Nullable ShownContent shown,
            long firstSeen,
            long lastSeen,
            @Nullable String refusal) {
        boolean isWhole() {
            return shown != null;
        }

        /** Returns the columns in which an event has not the value that the row shows. */
        List<GroupColumn> differing(ShownContent event) {
            return shown == null ? GroupColumn.VARYING : shown.differing(event);
        }

        /** Returns whether the row says what the stored one has to show, too. */
        boolean lacks(GroupRow row) {
            return (row.isWhole() && !isWhole() && refusal == null)
                    || row.firstSeen().getEpochSecond() < firstSeen
                    || step(row.lastSeen()) > Math.floorDiv(lastSeen, STEP_SECONDS);
        }

        /** Returns the state after the times were widened by those of a row. */
        Written widened(GroupRow row) {
            return new Written(
                    id,
                    shown,
                    Math.min(firstSeen, row.firstSeen().getEpochSecond()),
                    Math.max(lastSeen, row.lastSeen().getEpochSecond()),
                    refusal);
        }

        /** Returns the state after an event was filled in. */
        Written showing(@Nullable ShownContent content) {
            return new Written(id, content, firstSeen, lastSeen, refusal);
        }

        /** Returns the state of a group whose id the database has refused. */
        Written refused(String why) {
            return new Written(id, shown, firstSeen, lastSeen, why);
        }
    }
}
