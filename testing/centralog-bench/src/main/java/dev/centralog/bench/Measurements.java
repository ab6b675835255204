// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench;

import dev.centralog.bench.action.ActionTargets;
import dev.centralog.bench.call.ExceptionTargets;
import dev.centralog.bench.call.RepeatCurve;
import dev.centralog.bench.call.RepeatTargets;
import dev.centralog.bench.call.ThreadTargets;
import dev.centralog.bench.gather.GatherTargets;
import dev.centralog.bench.idle.IdleTargets;
import dev.centralog.bench.jmh.JmhRuns;
import dev.centralog.bench.latency.LatencyTargets;
import dev.centralog.bench.query.QueryTargets;
import dev.centralog.bench.ship.AttackTargets;
import dev.centralog.bench.ship.DistinctTargets;
import dev.centralog.bench.ship.MemoryTargets;
import dev.centralog.bench.ship.SampleTargets;
import dev.centralog.bench.ship.TrafficTargets;
import dev.centralog.bench.size.SizeTargets;
import dev.centralog.bench.start.StartTargets;
import dev.centralog.bench.verdict.Measurement;
import dev.centralog.internal.fold.StructureTargets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All measurements, in the order of the table. */
final class Measurements {
    private Measurements() {}

    /** Returns the measurements by name. The pages in the directory name the queries to measure. Charts are written to the directory, if there is one. */
    static Map<String, Measurement> all(JmhRuns runs, Path docs, @Nullable Path charts) {
        Map<String, Measurement> all = new LinkedHashMap<>();
        all.put("repeats", new RepeatTargets(runs));
        all.put("curve", new RepeatCurve(runs, charts == null ? null : charts.resolve("repeats.svg")));
        all.put("threads", new ThreadTargets(runs));
        all.put("structures", new StructureTargets(runs));
        all.put("exceptions", new ExceptionTargets(runs));
        all.put("actions", new ActionTargets(runs));
        all.put("latency", new LatencyTargets());
        all.put("idle", new IdleTargets());
        all.put("start", new StartTargets());
        all.put("distinct", new DistinctTargets());
        all.put("traffic", new TrafficTargets());
        all.put("samples", new SampleTargets());
        all.put("redis-memory", new MemoryTargets());
        all.put("attack", new AttackTargets());
        all.put("gather", new GatherTargets());
        all.put("sizes", new SizeTargets());
        all.put("queries", new QueryTargets(docs));
        return all;
    }
}
