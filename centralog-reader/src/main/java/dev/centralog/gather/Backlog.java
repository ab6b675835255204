// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import java.util.HashSet;
import java.util.Set;

/**
 * The windows and deliveries that Redis holds at a moment.
 *
 * @param open windows not yet sealed, as {@code partition/window}
 * @param leased sealed deliveries not yet acknowledged, of all readers, as {@code partition/window:redis id:generation}
 */
public record Backlog(Set<String> open, Set<String> leased) {
    public Backlog {
        open = Set.copyOf(open);
        leased = Set.copyOf(leased);
    }

    /**
     * Returns whether nothing of this backlog is left in a later one: its windows are sealed, their deliveries acknowledged.
     */
    public boolean isDoneIn(Backlog later) {
        Set<String> windows = new HashSet<>(open);
        leased.forEach(id -> windows.add(windowOf(id)));
        return later.open.stream().noneMatch(windows::contains)
                && later.leased.stream().noneMatch(id -> windows.contains(windowOf(id)));
    }

    private static String windowOf(String delivery) {
        return delivery.substring(0, delivery.indexOf(':'));
    }
}
