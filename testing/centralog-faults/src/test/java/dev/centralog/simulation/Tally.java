// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import java.util.EnumMap;
import java.util.Map;

/** Adds up what happened in many schedules. */
final class Tally {
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private long steps;
    private long logged;
    private long rows;

    synchronized void add(World world) {
        for (Fault fault : Fault.values()) {
            faults.merge(fault, (long) world.injected(fault), Long::sum);
        }
        steps += world.steps();
        rows += world.database.rows().size();
        for (Application each : world.applications) {
            logged += each.books.loggedInAll();
        }
    }

    /** Whether each fault happened at least once. */
    boolean isOfEverything() {
        return faults.values().stream().allMatch(count -> count > 0);
    }

    @Override
    public String toString() {
        return steps + " steps, " + logged + " events and actions, " + rows + " rows, faults " + faults;
    }
}
