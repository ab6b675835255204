// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The event that a row of {@code groups} shows, as digests of the columns {@link GroupColumn#VARYING}: it says what rows of
 * events need not repeat. A digest has 64 bits, so two texts of one group have the same one by chance once in 18 quintillion. It
 * begins with a number that each process draws at random, so nobody can choose texts that have the same one.
 */
final class ShownContent {
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;
    private static final long SEED = new SecureRandom().nextLong();

    private final long[] digests;

    private ShownContent(long[] digests) {
        this.digests = digests;
    }

    /** Returns the content with these values of the columns: a String, a Long or null each. */
    static ShownContent of(Function<GroupColumn, @Nullable Object> values) {
        return new ShownContent(GroupColumn.VARYING.stream()
                .mapToLong(column -> digest(values.apply(column)))
                .toArray());
    }

    /** Returns the columns in which another content has another value. */
    List<GroupColumn> differing(ShownContent other) {
        List<GroupColumn> differing = new ArrayList<>();
        for (int i = 0; i < digests.length; i++) {
            if (digests[i] != other.digests[i]) {
                differing.add(GroupColumn.VARYING.get(i));
            }
        }
        return differing;
    }

    /** Returns a hash of a value's characters, four at a time; 0 for null. */
    private static long digest(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        String text = value.toString();
        int length = text.length();
        long hash = SEED ^ length;
        int at = 0;
        for (; at + 3 < length; at += 4) {
            hash = mixed(
                    hash,
                    text.charAt(at)
                            | (long) text.charAt(at + 1) << 16
                            | (long) text.charAt(at + 2) << 32
                            | (long) text.charAt(at + 3) << 48);
        }
        for (; at < length; at++) {
            hash = mixed(hash, text.charAt(at));
        }
        return hash == 0 ? 1 : hash;
    }

    private static long mixed(long hash, long part) {
        long product = (hash ^ part) * MULTIPLIER;
        return product ^ product >>> 32;
    }
}
