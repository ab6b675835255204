// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.latency;

import dev.centralog.CentralogStats;
import dev.centralog.bench.application.Application;
import dev.centralog.bench.application.ChildOutput;
import dev.centralog.bench.application.Framework;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.HdrHistogram.Histogram;

/**
 * An application with an appender for each state of Redis. It logs to them in turn, round by round. So all are measured
 * in one process and equally warmed up, and a busy minute of the machine affects them equally. At the end it prints its
 * {@link Calls}.
 */
final class MeasuredApplication {
    private final Application application;
    private final Plan plan;
    private final Load load = new Load();
    private final Map<RedisState, List<Histogram>> times = new EnumMap<>(RedisState.class);

    private MeasuredApplication(Framework framework, Plan plan) {
        this.application = framework.application();
        this.plan = plan;
        for (RedisState state : RedisState.values()) {
            times.put(state, new ArrayList<>());
        }
    }

    /**
     * Runs the application. The arguments are a {@link Framework}, a {@link Plan}, and the process id of the Redis that
     * is stopped at times.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        MeasuredApplication measured =
                new MeasuredApplication(Framework.valueOf(arguments[0]), Plan.parse(arguments[1]));
        measured.warmUp();
        measured.measure(Long.parseLong(arguments[2]));
        measured.end();
    }

    /** Logs to each appender, so that all are connected afterwards, except the one whose port nobody listens on. */
    private void warmUp() throws InterruptedException {
        for (RedisState state : RedisState.values()) {
            load.run(application.logger(state.appender()), plan.warmUp());
        }
    }

    private void measure(long stoppedPid) throws IOException, InterruptedException {
        List<RedisState> states = new ArrayList<>(List.of(RedisState.values()));
        for (int round = 1; round <= plan.rounds(); round++) {
            for (RedisState state : states) {
                if (state == RedisState.STOPPED) {
                    signal("STOP", stoppedPid);
                }
                Histogram measured = load.run(application.logger(state.appender()), plan.time());
                Objects.requireNonNull(times.get(state)).add(measured);
                if (state == RedisState.STOPPED) {
                    signal("CONT", stoppedPid);
                }
            }
            Collections.rotate(states, 1); // so that no state is always the first
        }
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("kill -" + name + " ended with " + code);
        }
    }

    private void end() {
        application.stop();
        Map<String, CentralogStats> stats = application.stats();
        times.forEach((state, rounds) -> ChildOutput.tell(
                Calls.of(state, rounds, stats.get(state.appender())).line()));
    }
}
