// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import java.util.ArrayList;
import java.util.List;

/**
 * The plan of a load: how much to log, and how fast.
 *
 * @param events the number of all events
 * @param groups the number of distinct groups among them
 * @param threads the number of threads that share the events
 * @param eventsPerSecond the most events per second, of all threads together; 0: as fast as possible
 * @param throwablesPercent the percentage of groups, and so of events, that carry a throwable
 * @param constantMessages whether all events of a group have the same message
 */
record LoadPlan(
        long events, int groups, int threads, long eventsPerSecond, int throwablesPercent, boolean constantMessages) {
    LoadPlan {
        List<String> faults = new ArrayList<>();
        check(faults, new Option("--events", 1, Long.MAX_VALUE), events);
        check(faults, new Option("--groups", 1, 10_000_000), groups);
        check(faults, new Option("--threads", 1, 1_000), threads);
        check(faults, new Option("--rate", 0, 1_000_000_000), eventsPerSecond);
        check(faults, new Option("--throwables", 0, 100), throwablesPercent);
        if (faults.isEmpty() && events < groups) {
            faults.add("option '--groups' is '" + groups + "'; allowed is at most --events, which is " + events);
        }
        if (!faults.isEmpty()) {
            throw new OptionException(faults);
        }
    }

    private record Option(String name, long least, long most) {}

    private static void check(List<String> faults, Option option, long value) {
        if (value < option.least || value > option.most) {
            faults.add("option '" + option.name + "' is '" + value + "'; allowed is "
                    + (option.most == Long.MAX_VALUE
                            ? "at least " + option.least
                            : option.least + " to " + option.most));
        }
    }

    /**
     * Returns how many events the thread of that number logs: those whose number, divided by the number of threads, has
     * the thread's number as the remainder.
     */
    long eventsOf(int thread) {
        return events / threads + (thread < events % threads ? 1 : 0);
    }

    /** Whether that group's events carry a throwable; groups with one are spread evenly. */
    boolean hasThrowable(int group) {
        return (group + 1L) * throwablesPercent / 100 > (long) group * throwablesPercent / 100;
    }
}
