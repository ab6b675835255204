// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/*
 * A hash table of our own, for three reasons: a key is found in it without an object that holds it; what is kept is its
 * own node, so that it costs little; and what the shipper has closed can stay in its chain, passed by, until the shipper
 * takes it out.
 *
 * A chain changes in two ways. Any thread pushes a node before its head, by compare-and-set on the head that was read
 * before the chain was searched: so a key has one live node in a chain. The shipper alone takes nodes out. The number of
 * chains is fixed: the memory budget bounds the nodes, so there is nothing to grow for.
 */

/**
 * Chains of nodes by hash.
 *
 * <p>Thread-safety: any thread reads and pushes, without a lock; the shipper thread alone unlinks.
 */
final class HashChains<N extends HashChains.Node<N>> {
    private static final int MOST = 1 << 20;
    private static final int FEWEST = 1 << 10;

    private final int count;
    private final AtomicReference<@Nullable AtomicReferenceArray<@Nullable N>> heads = new AtomicReference<>();

    /** For about so many nodes at once. */
    HashChains(long nodes) {
        count = Integer.highestOneBit((int) Math.min(MOST, Math.max(FEWEST, nodes)));
    }

    /** A member of a list; it names as its next the head that it is pushed onto. */
    interface Link<N> {
        @Nullable
        N next();

        void setNext(@Nullable N node);
    }

    /** A member of a chain. */
    interface Node<N> extends Link<N> {
        /** Which chain it was put into. */
        int chain();

        /** The hash that its key keeps, which can be made equal for many keys. */
        long keyHash();
    }

    /** The chain of a hash. */
    int of(long hash) {
        // Fibonacci hashing: high bits mix best.
        return (int) ((hash * 0x9E3779B97F4A7C15L) >>> (Long.numberOfLeadingZeros(count) + 1));
    }

    @Nullable
    N head(int chain) {
        return heads().get(chain);
    }

    /**
     * Pushes a node unless another thread was first.
     *
     * @return false if the head is no longer the node's next: look again
     */
    boolean push(N node) {
        return heads().compareAndSet(node.chain(), node.next(), node);
    }

    /** Whether nodes whose keys were made to have that hash stand there. */
    static <N extends Node<N>> boolean isCrowded(@Nullable N head, long keyHash) {
        int same = 0;
        for (N each = head; each != null && same < SeededHash.CROWD; each = each.next()) {
            same += each.keyHash() == keyHash ? 1 : 0;
        }
        return same == SeededHash.CROWD;
    }

    /** Takes a node out. Shipper thread only. */
    void unlink(N node) {
        if (!heads().compareAndSet(node.chain(), node, node.next())) {
            bypass(head(node.chain()), node);
        }
    }

    /** Takes a node out of a list that begins with another one, and will not begin with it. Shipper thread only. */
    static <N extends Link<N>> void bypass(@Nullable N head, N node) {
        for (N each = head; each != null; each = each.next()) {
            if (each.next() == node) {
                each.setNext(node.next());
                return;
            }
        }
    }

    /** How many nodes there are; looks at all of them. */
    int size() {
        int size = 0;
        for (int chain = 0; chain < count; chain++) {
            for (N each = head(chain); each != null; each = each.next()) {
                size++;
            }
        }
        return size;
    }

    /** Made when first needed: applications that never do pay nothing for it. */
    private AtomicReferenceArray<@Nullable N> heads() {
        AtomicReferenceArray<@Nullable N> there = heads.get();
        if (there != null) {
            return there;
        }
        AtomicReferenceArray<@Nullable N> made = new AtomicReferenceArray<>(count);
        AtomicReferenceArray<@Nullable N> first = heads.compareAndExchange(null, made);
        return first == null ? made : first;
    }
}
