// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

/**
 * The order of the steps for one delivery: read, store, then acknowledge, which deletes it. If a step fails, the delivery is
 * released; its lease then ends, and another reader takes it over. So each delivery is stored whole; at worst it is stored
 * again, which changes nothing. This class only says which step is next; its caller does the step and reports the result.
 *
 * <p>Thread-safety: one thread at a time.
 */
public class DeliverySteps {
    private Step next = Step.READ;

    /** The steps. */
    public enum Step {
        /** Reads the delivery's content, or what must be known of it beforehand. */
        READ,
        /** Stores the delivery; tried again as long as the database is unavailable. */
        STORE,
        ACKNOWLEDGE,
        RELEASE,
        DONE
    }

    /** Returns the step to do now. */
    public final Step next() {
        return next;
    }

    /** Notes that the step was done. */
    public final void onDone() {
        next = after(next);
    }

    /** Notes that the step failed for good; it may have had its effect all the same. */
    public final void onFailure() {
        next = Step.RELEASE;
    }

    /** Returns the step that follows. */
    protected Step after(Step done) {
        return switch (done) {
            case READ -> Step.STORE;
            case STORE -> Step.ACKNOWLEDGE;
            case ACKNOWLEDGE, RELEASE, DONE -> Step.DONE;
        };
    }
}
