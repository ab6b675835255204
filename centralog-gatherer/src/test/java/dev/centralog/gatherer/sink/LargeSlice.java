// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.GatheredAction;
import java.util.stream.IntStream;

/** A process that stores, twice, a slice that is larger than its memory. Arguments: database, number of rows. */
final class LargeSlice {
    /** The length of each of a row's two payloads and two samples. */
    static final int PAYLOAD_CHARACTERS = 1000;

    private LargeSlice() {}

    public static void main(String[] arguments) {
        int rows = Integer.parseInt(arguments[1]);
        Iterable<GatheredAction> actions =
                () -> IntStream.range(0, rows).mapToObj(LargeSlice::action).iterator();
        SinkTarget target = new SinkTarget(arguments[0], "", "", (severity, message, cause) -> {});
        try (Sinks sinks = Sinks.open(target)) {
            for (int attempt = 1; attempt <= 2; attempt++) {
                Stored stored = sinks.actions().store(Slices.of(attempt, actions));
                System.out.println("stored " + stored.rows() + " " + stored.repeats());
            }
        }
    }

    private static GatheredAction action(int number) {
        String text = String.valueOf(number % 10).repeat(PAYLOAD_CHARACTERS);
        return Slices.action("user " + number, "view", 3, Slices.payloads(1, 2, text + "a", text + "b"));
    }
}
