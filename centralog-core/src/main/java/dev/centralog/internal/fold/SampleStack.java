// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A count whose first repeats may bring samples. A repeat with a sample is counted by its node, and by nothing else, so a
 * sample is taken together with its count, or neither is.
 *
 * <p>Thread-safety: any thread pushes, without a lock; the shipper thread alone takes and closes.
 */
abstract sealed class SampleStack extends PendingEntry permits EventEntry {
    private static final AtomicReferenceFieldUpdater<SampleStack, @Nullable Node> TOP =
            AtomicReferenceFieldUpdater.newUpdater(SampleStack.class, Node.class, "top");

    private static final Node CLOSED = new Node(null, 0);

    private volatile @Nullable Node top;

    /** An event that was counted with its sample. */
    static final class Node {
        private final @Nullable EventSample sample;
        private final int charged;
        private @Nullable Node next;

        /**
         * Makes a node that is not pushed yet.
         *
         * @param sample null if it was due but is left out
         * @param charged the bytes that it was charged with
         */
        Node(@Nullable EventSample sample, int charged) {
            this.sample = sample;
            this.charged = charged;
        }

        @Nullable
        EventSample sample() {
            return sample;
        }

        int charged() {
            return charged;
        }

        @Nullable
        Node next() {
            return next;
        }
    }

    SampleStack(long count, int charged) {
        super(count, charged);
    }

    /** Counts one more by a node; returns false if it is closed, and nothing was counted. */
    final boolean push(Node node) {
        while (true) {
            Node seen = top;
            if (seen == CLOSED) {
                return false;
            }
            node.next = seen;
            if (TOP.compareAndSet(this, seen, node)) {
                return true;
            }
        }
    }

    /** Takes the nodes since the last call, the latest first; a closed stack stays closed. */
    final @Nullable Node takeNodes() {
        Node taken = top;
        while (taken != CLOSED && !TOP.compareAndSet(this, taken, null)) {
            taken = top;
        }
        return taken == CLOSED ? null : taken;
    }

    /** Takes the nodes, and closes the stack: no push succeeds from now on. Safe to call again. */
    final @Nullable Node closeNodes() {
        Node taken = TOP.getAndSet(this, CLOSED);
        return taken == CLOSED ? null : taken;
    }
}
