// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import dev.centralog.internal.ship.Producer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what users do: OffLog's idea. Of a {@link Centralog}, see {@link Centralog#actions()}.
 *
 * <p>A call hands over and returns. Calls of one user and action in one slice of time (the setting {@code sliceLength})
 * fold into one count, in the process, in Redis, and in the database: that has one row for a user, an action and a
 * slice, however often they acted. Users are 64-bit numbers or texts; actions are numbers, texts, or enum constants,
 * which go by their names.
 *
 * <p>What the calling thread never does, whatever Redis does: input or output, connecting, throwing; nor waiting, unless
 * {@code awaitDurableTimeout} is set. What finds no room, or has a null for an id, is dropped and counted. A call without value
 * on numbers, texts or constants that acted in this slice before makes no object on the calling thread; what the shipper
 * makes to ship the counts was measured as 1 byte a call with 1,000 users, and 8 to 45 with 100,000.
 *
 * <p>The law: actions logged = actions acknowledged + actions dropped, by reason, once the {@link Centralog} is closed.
 *
 * <p>Thread-safety: any thread.
 */
public final class ActionLog {
    private final @Nullable Producer producer;

    /** Null if nothing is to be counted. */
    ActionLog(@Nullable Producer producer) {
        this.producer = producer;
    }

    /** Counts one action of a user, now. */
    public void log(long user, int action) {
        count(user, null, action, null);
    }

    /** Counts one action of a user, now. */
    public void log(long user, String action) {
        if (action == null) {
            refuse();
            return;
        }
        count(user, null, 0, action);
    }

    /** Counts one action of a user, now. */
    public void log(long user, Enum<?> action) {
        if (action == null) {
            refuse();
            return;
        }
        count(user, null, 0, action.name());
    }

    /** Counts one action of a user, now. */
    public void log(String user, int action) {
        if (user == null) {
            refuse();
            return;
        }
        count(0, user, action, null);
    }

    /** Counts one action of a user, now. */
    public void log(String user, String action) {
        if (user == null || action == null) {
            refuse();
            return;
        }
        count(0, user, 0, action);
    }

    /** Counts one action of a user, now. */
    public void log(String user, Enum<?> action) {
        if (user == null || action == null) {
            refuse();
            return;
        }
        count(0, user, 0, action.name());
    }

    /** Counts one action of a user, now, and adds its value up; see {@link Action#value}. */
    public void log(long user, int action, Number value) {
        log(() -> Action.of(user, action).withValue(value));
    }

    /** Counts one action of a user, now, and adds its value up; see {@link Action#value}. */
    public void log(long user, String action, Number value) {
        log(() -> Action.of(user, action).withValue(value));
    }

    /** Counts one action of a user, now, and adds its value up; see {@link Action#value}. */
    public void log(long user, Enum<?> action, Number value) {
        log(() -> Action.of(user, action).withValue(value));
    }

    /** Counts one action of a user, now, and adds its value up; see {@link Action#value}. */
    public void log(String user, int action, Number value) {
        log(() -> Action.of(user, action).withValue(value));
    }

    /** Counts one action of a user, now, and adds its value up; see {@link Action#value}. */
    public void log(String user, String action, Number value) {
        log(() -> Action.of(user, action).withValue(value));
    }

    /** Counts one action of a user, now, and adds its value up; see {@link Action#value}. */
    public void log(String user, Enum<?> action, Number value) {
        log(() -> Action.of(user, action).withValue(value));
    }

    /** Counts an action with all that is said of it. */
    public void log(Action action) {
        log(() -> action);
    }

    private void log(Supplier<Action> action) {
        if (producer != null) {
            producer.count(action);
        }
    }

    private void count(long user, @Nullable String userText, int action, @Nullable String actionText) {
        if (producer != null) {
            producer.count(user, userText, action, actionText);
        }
    }

    private void refuse() {
        if (producer != null) {
            producer.refuseAction();
        }
    }

    /** What has been counted so far, in actions: where {@link CentralogStats} says events. */
    public CentralogStats stats() {
        return producer == null ? CentralogStats.NONE : producer.actionStats();
    }
}
