// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.fleet;

import dev.centralog.testkit.LocalRedis;
import java.util.List;

/**
 * The outcome of a run: the law's two sides, and the figures.
 *
 * @param running the book while all producers run
 * @param looks what it costs meanwhile to look at all of them
 * @param ended the book after their end
 */
record FleetOutcome(
        FleetPlan plan,
        FleetCosts costs,
        List<FleetPhase> phases,
        long logged,
        long gathered,
        long dropped,
        long signs,
        Book running,
        List<FleetLook> looks,
        Book ended,
        List<FleetGatherer.Read> reads) {
    static final String STEADY = "steady";

    boolean isExact() {
        return logged == gathered + dropped;
    }

    /** The size of the book. */
    record Book(long fields, long bytes) {
        static Book of(LocalRedis redis) {
            String key = "{cl.2:0}:book";
            return new Book(
                    Long.parseLong(redis.cli("HLEN", key)),
                    Long.parseLong("0" + redis.cli("MEMORY", "USAGE", key, "SAMPLES", "0")));
        }
    }
}
