// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import dev.centralog.internal.ship.Producer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The counter of users' actions, an idea of OffLog's. {@link Centralog#actions()} returns the instance of a
 * {@link Centralog}.
 *
 * <p>A call counts in memory and returns. Calls of one user and action in one slice of time (the setting
 * {@code sliceLength}) are folded into one count, in the process, in Redis and in the database. The database has one
 * row per user, action and slice, however many calls there were. Users are 64-bit numbers or texts; actions are
 * numbers, texts or enum constants, which are counted under their names.
 *
 * <p>Whatever state Redis is in, the calling thread never does input or output, never connects and never throws. It
 * waits only if {@code awaitDurableTimeout} is set. An action that finds no room in the buffer, or whose id is null,
 * is dropped and counted. A call without a value creates no object on the calling thread if its user and action were
 * counted in this slice before. The objects that the shipper creates to ship the counts were measured as 1 byte per call
 * with 1,000 users, and 8 to 45 bytes with 100,000.
 *
 * <p>The law: actions logged = actions acknowledged + actions dropped, by reason, once the {@link Centralog} is
 * closed.
 *
 * <p>Thread-safety: any thread.
 */
public final class ActionLog {
    private final @Nullable Producer producer;

    /** Takes the producer that counts; null if nothing is to be counted. */
    ActionLog(@Nullable Producer producer) {
        this.producer = producer;
    }

    /** Counts one action of a user at the present time. */
    public void log(long user, int action) {
        count(user, null, action, null);
    }

    /** Counts one action of a user at the present time. */
    public void log(long user, String action) {
        if (action == null) {
            refuse();
            return;
        }
        count(user, null, 0, action);
    }

    /** Counts one action of a user at the present time. */
    public void log(long user, Enum<?> action) {
        if (action == null) {
            refuse();
            return;
        }
        count(user, null, 0, action.name());
    }

    /** Counts one action of a user at the present time. */
    public void log(String user, int action) {
        if (user == null) {
            refuse();
            return;
        }
        count(0, user, action, null);
    }

    /** Counts one action of a user at the present time. */
    public void log(String user, String action) {
        if (user == null || action == null) {
            refuse();
            return;
        }
        count(0, user, 0, action);
    }

    /** Counts one action of a user at the present time. */
    public void log(String user, Enum<?> action) {
        if (user == null || action == null) {
            refuse();
            return;
        }
        count(0, user, 0, action.name());
    }

    /** Counts one action of a user at the present time, and adds its value to the sum; see {@link Action#value}. */
    public void log(long user, int action, Number value) {
        log(() -> Action.of(user, action).withValue(value));
    }

    /** Counts one action of a user at the present time, and adds its value to the sum; see {@link Action#value}. */
    public void log(long user, String action, Number value) {
        log(() -> Action.of(user, action).withValue(value));
    }

    /** Counts one action of a user at the present time, and adds its value to the sum; see {@link Action#value}. */
    public void log(long user, Enum<?> action, Number value) {
        log(() -> Action.of(user, action).withValue(value));
    }

    /** Counts one action of a user at the present time, and adds its value to the sum; see {@link Action#value}. */
    public void log(String user, int action, Number value) {
        log(() -> Action.of(user, action).withValue(value));
    }

    /** Counts one action of a user at the present time, and adds its value to the sum; see {@link Action#value}. */
    public void log(String user, String action, Number value) {
        log(() -> Action.of(user, action).withValue(value));
    }

    /** Counts one action of a user at the present time, and adds its value to the sum; see {@link Action#value}. */
    public void log(String user, Enum<?> action, Number value) {
        log(() -> Action.of(user, action).withValue(value));
    }

    /** Counts an action with its value, payload and time. */
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

    /** Returns the counts so far. They count actions wherever {@link CentralogStats} says events. */
    public CentralogStats stats() {
        return producer == null ? CentralogStats.NONE : producer.actionStats();
    }
}
