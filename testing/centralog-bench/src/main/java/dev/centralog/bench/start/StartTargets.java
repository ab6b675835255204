// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.start;

import dev.centralog.bench.application.Framework;
import dev.centralog.bench.verdict.Form;
import dev.centralog.bench.verdict.Limit;
import dev.centralog.bench.verdict.Measurement;
import dev.centralog.bench.verdict.Result;
import dev.centralog.bench.verdict.Section;
import dev.centralog.testkit.FreePorts;
import dev.centralog.testkit.LocalRedis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures when, after the JVM's start, an application's first event is accepted, compared with an appender that does
 * nothing. Each process is a new one, configured by its framework's own file. All kinds have their turns, round by
 * round, so that a busy minute of the machine affects all equally. The result is the median of the rounds' differences.
 */
public final class StartTargets implements Measurement {
    private static final double MOST_MILLIS = 50;
    private static final int FULL_ROUNDS = 20;
    private static final int SHORT_ROUNDS = 6;

    @Override
    public Section measure(Form form) throws IOException {
        return measure(form.pick(FULL_ROUNDS, SHORT_ROUNDS));
    }

    static Section measure(int rounds) throws IOException {
        List<StartRounds> all = new ArrayList<>();
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest())) {
            String nowhere = "redis://127.0.0.1:" + FreePorts.next();
            for (Framework framework : Framework.values()) {
                all.add(new StartRounds(framework, redis.uri(), nowhere));
            }
            for (int round = 1; round <= rounds; round++) {
                System.err.println("start, round " + round + " of " + rounds);
                for (StartRounds each : all) {
                    each.round();
                }
            }
        }
        return section(all);
    }

    private static Section section(List<StartRounds> all) {
        List<Result> results = new ArrayList<>();
        List<String> conservation = new ArrayList<>();
        StringBuilder details = new StringBuilder();
        for (StartRounds each : all) {
            for (StartSubject subject : List.of(StartSubject.REDIS, StartSubject.NO_REDIS)) {
                results.add(new Result(
                        "start to first event, " + each.framework().title() + ", " + subject.title(),
                        Limit.atMost(MOST_MILLIS, "ms over no-op"),
                        each.medianDifference(subject),
                        String.format(
                                Locale.ROOT,
                                "medians %,.0f ms to %,.0f ms",
                                each.median(subject),
                                each.median(StartSubject.NO_OP))));
            }
            conservation.add(each.conservation());
        }
        details.append(StartRounds.table(all));
        return new Section("Start", results, conservation, details + "\n");
    }
}
