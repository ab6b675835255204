// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The times for which the processes of an application ran.
 *
 * @param spans one for each process; none for an application that does not say who its processes are, which counts as one process
 *     that always runs
 */
public record ProcessSpans(List<Span> spans) {
    private static final double SECONDS_PER_HOUR = 3600;
    private static final double NANOS_PER_HOUR = SECONDS_PER_HOUR * 1e9;

    /** The time of one process; empty if it ends before it starts, as clocks may have it. */
    public record Span(Instant start, Instant end) {}

    /** Makes spans of a copy of the list. */
    public ProcessSpans {
        spans = List.copyOf(spans);
    }

    /** Returns the hours of all processes between two times, added up; 0 if none ran. */
    public double hours(Instant from, Instant to) {
        if (spans.isEmpty()) {
            return hours(overlap(new Span(from, to), from, to));
        }
        // Durations are added, not fractions of hours: so periods in which as much ran have the same hours to the last
        // bit.
        Duration sum = Duration.ZERO;
        for (Span span : spans) {
            sum = sum.plus(overlap(span, from, to));
        }
        return hours(sum);
    }

    private static Duration overlap(Span span, Instant from, Instant to) {
        Instant start = span.start.isAfter(from) ? span.start : from;
        Instant end = span.end.isBefore(to) ? span.end : to;
        return start.isBefore(end) ? Duration.between(start, end) : Duration.ZERO;
    }

    private static double hours(Duration duration) {
        return duration.getSeconds() / SECONDS_PER_HOUR + duration.getNano() / NANOS_PER_HOUR;
    }
}
