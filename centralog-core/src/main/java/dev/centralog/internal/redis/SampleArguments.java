// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.fold.EventSample;
import dev.centralog.internal.fold.LineSamples;
import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.wire.ReservedGroups;
import java.util.ArrayList;
import java.util.List;

/** The arguments that the script {@code apply-events} takes besides those of {@code apply-actions}: processes and samples. */
final class SampleArguments {
    private SampleArguments() {}

    /**
     * Returns the arguments of a batch of events.
     *
     * @param maxSamples the most samples of a group in Redis, as a number's text
     */
    static List<byte[]> of(Batch batch, byte[] maxSamples) {
        // If processes are folded together, the batch's token stands for its process: it stays, whatever becomes of the
        // batch.
        long process = batch.process() == 0 ? batch.number().token() : batch.process();
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(batch.sender().info());
        arguments.add(Book.raw(process));
        arguments.add(RedisConnection.bytes(batch.samplesLeftOut()));
        arguments.add(ReservedGroups.left(batch.process()));
        arguments.add(ReservedGroups.leftByRedis(batch.process()));
        arguments.add(maxSamples);
        arguments.add(RedisConnection.bytes(batch.samplesKept()));
        int line = 0;
        for (BatchLine each : batch.lines()) {
            line++;
            LineSamples samples = each.samples();
            if (samples.own() != null) {
                add(-line, samples.own(), arguments);
            }
            for (EventSample sample : samples.further()) {
                add(line, sample, arguments);
            }
        }
        return arguments;
    }

    /** Adds a sample of the line with that number, from 1; the number is negative for the sample of the payload's event. */
    private static void add(int line, EventSample sample, List<byte[]> arguments) {
        arguments.add(RedisConnection.bytes(line));
        arguments.add(Book.raw(sample.sequence()));
        arguments.add(sample.content());
    }
}
