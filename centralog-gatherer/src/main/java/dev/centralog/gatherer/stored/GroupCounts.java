// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.util.List;

/**
 * The number of times that a group has occurred within a range of time.
 *
 * @param group the group
 * @param repeats the number
 * @param slices the same by slice
 * @param hosts the hosts of the processes that have counted it, in their order; empty where none is known
 */
public record GroupCounts(GroupInfo group, long repeats, List<Long> slices, List<String> hosts) {
    public GroupCounts {
        slices = List.copyOf(slices);
        hosts = List.copyOf(hosts);
    }
}
