// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench;

import dev.centralog.bench.action.ActionTargets;
import dev.centralog.bench.jmh.JmhRuns;
import dev.centralog.bench.ship.AttackTargets;
import dev.centralog.bench.ship.DistinctTargets;
import dev.centralog.bench.ship.MemoryTargets;
import dev.centralog.bench.ship.RepeatTargets;
import dev.centralog.bench.verdict.Measurement;
import java.util.LinkedHashMap;
import java.util.Map;

/** All that can be measured, in the order of the table. */
final class Measurements {
    private Measurements() {}

    /** By name. */
    static Map<String, Measurement> all(JmhRuns runs) {
        Map<String, Measurement> all = new LinkedHashMap<>();
        all.put("actions", new ActionTargets(runs));
        all.put("distinct", new DistinctTargets());
        all.put("repeats", new RepeatTargets());
        all.put("redis-memory", new MemoryTargets());
        all.put("attack", new AttackTargets());
        return all;
    }
}
