// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/*
 * A hash table of our own, for three reasons. A key is found without a key object. The entries are the nodes, so that
 * an entry costs little memory. And an entry that the shipper has closed can stay in its chain, where searches skip
 * it, until the shipper removes it.
 *
 * A chain changes in two ways. Any thread pushes a node in front of its head, by compare-and-set on the head that was
 * read before the chain was searched, so a key has one live node in a chain. Only the shipper removes nodes. The
 * number of chains is fixed, since the memory budget bounds the number of nodes.
 */

/**
 * A hash table of chained nodes.
 *
 * <p>Thread-safety: any thread reads and pushes, without a lock; the shipper thread alone unlinks.
 */
final class HashChains<N extends HashChains.Node<N>> {
    private static final int MOST = 1 << 20;
    private static final int FEWEST = 1 << 10;

    private final int count;
    private final AtomicReference<@Nullable AtomicReferenceArray<@Nullable N>> heads = new AtomicReference<>();

    /** Makes a table for about that many nodes at once. */
    HashChains(long nodes) {
        this(nodes, FEWEST);
    }

    /** Makes a table for about that many nodes at once, of at least {@code fewest} chains. */
    HashChains(long nodes, int fewest) {
        count = Integer.highestOneBit((int) Math.min(MOST, Math.max(fewest, nodes)));
    }

    /** A member of a list; its next is the head that it is pushed onto. */
    interface Link<N> {
        @Nullable
        N next();

        void setNext(@Nullable N node);
    }

    /** A member of a chain. */
    interface Node<N> extends Link<N> {
        /** Returns the number of the chain that it was put into. */
        int chain();

        /** Returns the hash of its key, which can be made equal for many keys. */
        long keyHash();
    }

    /** Returns the number of the chain for a hash. */
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
     * @return false if the head is no longer the node's next: search again
     */
    boolean push(N node) {
        return heads().compareAndSet(node.chain(), node.next(), node);
    }

    /** Whether the chain has so many nodes with that hash that their keys must have been made to have it. */
    static <N extends Node<N>> boolean isCrowded(@Nullable N head, long keyHash) {
        int same = 0;
        for (N each = head; each != null && same < SeededHash.CROWD; each = each.next()) {
            same += each.keyHash() == keyHash ? 1 : 0;
        }
        return same == SeededHash.CROWD;
    }

    /** Removes a node. Shipper thread only. */
    void unlink(N node) {
        if (!heads().compareAndSet(node.chain(), node, node.next())) {
            bypass(head(node.chain()), node);
        }
    }

    /** Removes a node from a list whose head is another node, and will never be this one. Shipper thread only. */
    static <N extends Link<N>> void bypass(@Nullable N head, N node) {
        for (N each = head; each != null; each = each.next()) {
            if (each.next() == node) {
                each.setNext(node.next());
                return;
            }
        }
    }

    /** Returns the number of nodes; reads all of them. */
    int size() {
        int size = 0;
        for (int chain = 0; chain < count; chain++) {
            for (N each = head(chain); each != null; each = each.next()) {
                size++;
            }
        }
        return size;
    }

    /** Returns the heads, which are created at the first use: an application that never logs does not pay for them. */
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
