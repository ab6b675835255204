// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.gatherer.sink.Stored;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The line that is reported from time to time while a gatherer works: how much was stored since the last line, how far behind
 * the gatherer is, how much waits in Redis. If there is nothing to do, one line says so, and no more follow.
 *
 * <p>Thread-safety: none.
 */
final class ProgressReport {
    private static final double MILLIS = 1000;

    private Stored events = Stored.NOTHING;
    private Stored actions = Stored.NOTHING;
    private int idleRounds;

    /** Returns the number of calls of {@link #next} in a row that found nothing to do. */
    int idleRounds() {
        return idleRounds;
    }

    /**
     * Returns the line; null if there is nothing to report.
     *
     * @param waiting the number of windows and slices in Redis, by the name of each kind; null if Redis was unavailable
     */
    @Nullable
    String next(GatherStats stats, @Nullable Map<String, Long> waiting) {
        Stored nowEvents = stats.events().stored();
        Stored nowActions = stats.actions().stored();
        Duration eventLag = stats.events().lag();
        Duration actionLag = stats.actions().lag();
        boolean stored = nowEvents.rows() + nowActions.rows() > events.rows() + actions.rows()
                || nowEvents.repeats() + nowActions.repeats() > events.repeats() + actions.repeats();
        if (waiting == null && !stored) {
            return null; // that Redis is unavailable is reported elsewhere
        }
        boolean due = !eventLag.isZero() || !actionLag.isZero();
        boolean idle = !stored && (!due || isEmpty(waiting));
        idleRounds = idle ? idleRounds + 1 : 0;
        if (idle) {
            return idleRounds > 1 ? null : "nothing to store since the last report" + Outages.backlog(waiting);
        }
        String line = String.format(
                Locale.ROOT,
                "stored %d events in %d rows and %d actions in %d rows since the last report; lag: events %.1f s,"
                        + " actions %.1f s%s",
                nowEvents.repeats() - events.repeats(),
                nowEvents.rows() - events.rows(),
                nowActions.repeats() - actions.repeats(),
                nowActions.rows() - actions.rows(),
                eventLag.toMillis() / MILLIS,
                actionLag.toMillis() / MILLIS,
                Outages.backlog(waiting));
        events = nowEvents;
        actions = nowActions;
        return line;
    }

    private static boolean isEmpty(@Nullable Map<String, Long> waiting) {
        return waiting != null && waiting.values().stream().allMatch(each -> each == 0);
    }
}
