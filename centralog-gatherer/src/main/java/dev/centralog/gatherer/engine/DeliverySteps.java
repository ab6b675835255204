// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

/**
 * The order of what is done with one delivery: it is read, stored, and then acknowledged, which deletes it; in every other
 * case it is released to its lease's end, and another reader takes it over. So each is stored whole, and stored again at
 * worst, which changes nothing. It says what is next, and whoever drives it does that and tells what came of it.
 *
 * <p>Thread-safety: one thread at a time.
 */
public class DeliverySteps {
    private Step next = Step.READ;

    /** What is done with a delivery. */
    public enum Step {
        /** Reads what it holds, or what must be known of that beforehand. */
        READ,
        /** Stores it; tried again as long as the database is unavailable. */
        STORE,
        ACKNOWLEDGE,
        RELEASE,
        DONE
    }

    /** Returns what is to be done now. */
    public final Step next() {
        return next;
    }

    /** That was done. */
    public final void onDone() {
        next = after(next);
    }

    /** That failed for good: it may have had its effect. */
    public final void onFailure() {
        next = Step.RELEASE;
    }

    /** Returns what follows. */
    protected Step after(Step done) {
        return switch (done) {
            case READ -> Step.STORE;
            case STORE -> Step.ACKNOWLEDGE;
            case ACKNOWLEDGE, RELEASE, DONE -> Step.DONE;
        };
    }
}
