// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench;

import dev.centralog.bench.action.ActionTargets;
import dev.centralog.bench.gather.GatherTargets;
import dev.centralog.bench.jmh.JmhRuns;
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
        all.put("gather", new GatherTargets());
        return all;
    }
}
