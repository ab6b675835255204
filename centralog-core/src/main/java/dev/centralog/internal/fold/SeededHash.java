// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/*
 * Outsiders can often choose what is counted: ids of failed logons, messages made of what they sent. It should be hard
 * for them to choose the place of such a key in a table. Numbers, and the hash code that a text caches, are mixed with
 * random numbers of this process. Many texts can be made to have the same hash code. If a chain is crowded with such
 * keys, the next one is put into another chain, by a hash that reads the whole text; only such keys pay for that.
 *
 * This is not a cryptographic hash (SipHash is one that is made for tables). It protects against somebody who knows
 * Java's hash of a text but not the seed of this process. Equal hashes make one chain longer, and have no other
 * effect.
 */

/** Hashes that differ from process to process. Thread-safety: stateless. */
final class SeededHash {
    /** The number of texts with one hash code that are taken for a crowd made on purpose. */
    static final int CROWD = 8;

    private static final long SEED;
    private static final long FACTOR;

    static {
        SplittableRandom random = new SplittableRandom();
        SEED = random.nextLong();
        FACTOR = random.nextLong() | 1;
    }

    private SeededHash() {}

    /** Returns a hash of two numbers. */
    static long of(long one, long other) {
        return mixed(SEED ^ one) + FACTOR * other;
    }

    /** Returns a hash of a text, character by character, and of the hash {@code before}. */
    static long ofText(@Nullable String text, long before) {
        long hash = mixed(before ^ SEED);
        for (int i = 0; text != null && i < text.length(); i++) {
            hash = mixed(hash ^ text.charAt(i));
        }
        return hash;
    }

    /** Returns the bits after the last step of MurmurHash3, in which each bit depends on every bit. */
    private static long mixed(long bits) {
        long mixed = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
