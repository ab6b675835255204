// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * The shares of readers in the partitions, by rendezvous hashing (Thaler and Ravishankar, 1996): each partition belongs to the
 * reader whose name and the partition's number give the highest hash. Readers that know the same names agree without
 * talking to each other, and when one comes or goes, only its partitions change hands.
 *
 * <p>Thread-safety: any thread.
 */
final class OwnPartitions {
    private OwnPartitions() {}

    /** Returns whether a partition is a reader's own, among the readers that are at work. */
    static boolean isOwn(String self, int partition, Collection<String> readers) {
        long own = weight(self, partition);
        for (String each : readers) {
            long other = weight(each, partition);
            if (other > own || (other == own && each.compareTo(self) > 0)) {
                return false;
            }
        }
        return true;
    }

    /** Returns a hash whose bits all depend on each byte: FNV-1a, then the finalizer of SplitMix64. */
    private static long weight(String reader, int partition) {
        long hash = 0xcbf29ce484222325L;
        for (byte each : (reader + ":" + partition).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
