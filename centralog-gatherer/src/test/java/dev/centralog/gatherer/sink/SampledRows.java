// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static dev.centralog.gatherer.sink.Windows.FIRST;
import static dev.centralog.gatherer.sink.Windows.SECOND;
import static dev.centralog.gatherer.sink.Windows.event;
import static dev.centralog.gatherer.sink.Windows.group;

import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ThreadRef;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.gather.GatheredEvent.Samples;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gather.ProcessCounts;
import java.util.List;

/** Rows of events with samples, for tests of sinks. */
final class SampledRows {
    private SampledRows() {}

    static String process(long number) {
        return String.format("%016x", number);
    }

    /** Returns a sample of a process, whose time is as many milliseconds after the second as its number. */
    static GatheredSample sample(long process, long number) {
        return new GatheredSample(
                process(process),
                number,
                own(number, "of " + process + "." + number).build());
    }

    static LogEvent.Builder own(long number, String message) {
        return event(message).toBuilder()
                .template("of {}.{}")
                .time(SECOND.plusMillis(number))
                .thread(new ThreadRef("worker", 7, 5))
                .origin(new Origin("shop", "test", "", 0))
                .sequence(number);
    }

    static LogEvent first(long number) {
        return own(number, "of 1." + number)
                .origin(new Origin("shop", "test", "host-1", 4711))
                .build();
    }

    static GatheredEvent row(String delivery, int group, ProcessCounts counts, Samples samples) {
        return new GatheredEvent(SECOND, group(group), delivery, counts, first(1), Flag.NONE, samples);
    }

    static GatheredEvent row(String delivery, int group, long repeats, GatheredSample... samples) {
        return row(delivery, group, ProcessCounts.ofUnknown(repeats), new Samples(true, List.of(samples)));
    }

    static SealedWindow window(GatheredEvent row) {
        return Windows.of(FIRST, row);
    }
}
