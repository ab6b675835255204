// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/*
 * What is counted is often chosen by outsiders: ids of failed logons, messages made of what they sent. It should be hard
 * for them to choose where such things go in a table. Numbers, and the hash that a text keeps of itself, are mixed with random
 * numbers of this process. That hash can be made equal for as many texts as one likes; what stands in such a crowd is put
 * elsewhere, by a hash that reads the texts and costs its time there alone.
 *
 * This is no cryptographic hash (SipHash is one that is made for tables): it keeps away who knows Java's hash of a text and
 * not the seed of this process. Whoever finds equal hashes all the same makes one chain longer, and nothing wrong.
 */

/** Hashes that differ from process to process. Thread-safety: stateless. */
final class SeededHash {
    /** So many texts that have one hash are taken for a crowd that was made on purpose. */
    static final int CROWD = 8;

    private static final long SEED;
    private static final long FACTOR;

    static {
        SplittableRandom random = new SplittableRandom();
        SEED = random.nextLong();
        FACTOR = random.nextLong() | 1;
    }

    private SeededHash() {}

    /** A hash of two numbers. */
    static long of(long one, long other) {
        return mixed(SEED ^ one) + FACTOR * other;
    }

    /** A hash of a text, character by character, and of what came before it. */
    static long ofText(@Nullable String text, long before) {
        long hash = mixed(before ^ SEED);
        for (int i = 0; text != null && i < text.length(); i++) {
            hash = mixed(hash ^ text.charAt(i));
        }
        return hash;
    }

    /** The finish of MurmurHash3: each bit depends on each. */
    private static long mixed(long bits) {
        long mixed = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
