// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.GroupBy;
import java.util.function.Function;

/**
 * The grouping by template, with names that a test chooses. Thread-safety: that of the function.
 *
 * @param names returns the name of a group
 */
public record TestIdentity(Function<EventGroupKey, byte[]> names) implements EventFolder.Identity {
    @Override
    public GroupBy groupBy() {
        return GroupBy.TEMPLATE;
    }

    @Override
    public String fingerprintKey() {
        return "";
    }

    @Override
    public byte[] hash(EventGroupKey parts) {
        return names.apply(parts);
    }

    @Override
    public String digest(String text) {
        return text;
    }
}
