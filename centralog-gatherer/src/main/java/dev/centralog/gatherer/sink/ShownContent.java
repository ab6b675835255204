// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The event that a row of {@code groups} shows, as digests of the columns {@link GroupColumn#VARYING}: it says what rows of
 * events need not repeat. A digest has 64 bits, so two texts of one group have the same one by chance once in 18 quintillion.
 */
final class ShownContent {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

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

    /** Returns whether a value is not the shown one. */
    boolean differs(GroupColumn column, @Nullable Object value) {
        return digests[GroupColumn.VARYING.indexOf(column)] != digest(value);
    }

    /** Returns the FNV-1a hash of a value's characters; 0 for null. */
    private static long digest(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        String text = value.toString();
        long hash = OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return hash == 0 ? 1 : hash;
    }
}
