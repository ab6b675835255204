// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.EventWindow;
import java.util.List;

/**
 * A part of a window, with what it says of groups: that is worked out where the part is read, so that a thread that reads ahead does it,
 * and not the one that stores. Thread-safety: one thread after the other.
 */
public final class WindowPart {
    private final EventWindow.Content content;
    private final List<GroupRow> groups;

    private WindowPart(EventWindow.Content content) {
        this.content = content;
        groups = GroupRow.of(content.events());
        groups.forEach(GroupRow::content);
    }

    /** Returns a part that is read. */
    public static WindowPart of(EventWindow.Content content) {
        return new WindowPart(content);
    }

    /** Returns the parts of a window: a single one that is in memory at once, several when the iteration reaches them. */
    public static Iterable<WindowPart> each(Iterable<EventWindow.Content> contents) {
        if (contents instanceof List<EventWindow.Content> inMemory) {
            return inMemory.stream().map(WindowPart::of).toList();
        }
        return new EachMapped<>(contents, WindowPart::of);
    }

    /** Returns the part as it was read. */
    public EventWindow.Content content() {
        return content;
    }

    /** Returns the rows of groups, in the order of the events. */
    List<GroupRow> groups() {
        return groups;
    }
}
