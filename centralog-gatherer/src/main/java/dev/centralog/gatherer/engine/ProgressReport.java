// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.gatherer.sink.Stored;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said from time to time of a gatherer at work: what was stored since it was said last, how far behind it is, what
 * waits in Redis. While there is nothing to do it is said once.
 *
 * <p>Thread-safety: none.
 */
final class ProgressReport {
    private static final double MILLIS = 1000;

    private Stored events = Stored.NOTHING;
    private Stored actions = Stored.NOTHING;
    private int idleRounds;

    /** Returns how many times in a row nothing was to be done when it was asked. */
    int idleRounds() {
        return idleRounds;
    }

    /**
     * Returns the line; null where there is none to be said.
     *
     * @param waiting how many windows and slices are in Redis, by what they are called; null if it did not answer
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
            return null; // that Redis is away is said elsewhere
        }
        boolean due = !eventLag.isZero() || !actionLag.isZero();
        boolean idle = !stored && (!due || isEmpty(waiting));
        idleRounds = idle ? idleRounds + 1 : 0;
        if (idle) {
            return idleRounds > 1
                    ? null
                    : "nothing to store since this was said last" + Outages.waits("; in Redis wait ", waiting);
        }
        String line = String.format(
                Locale.ROOT,
                "stored %d events in %d rows and %d actions in %d rows since this was said last; lag %.1f s, of actions"
                        + " %.1f s%s",
                nowEvents.repeats() - events.repeats(),
                nowEvents.rows() - events.rows(),
                nowActions.repeats() - actions.repeats(),
                nowActions.rows() - actions.rows(),
                eventLag.toMillis() / MILLIS,
                actionLag.toMillis() / MILLIS,
                Outages.waits("; in Redis wait ", waiting));
        events = nowEvents;
        actions = nowActions;
        return line;
    }

    private static boolean isEmpty(@Nullable Map<String, Long> waiting) {
        return waiting != null && waiting.values().stream().allMatch(each -> each == 0);
    }
}
