// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.latency;

import dev.centralog.bench.application.ChildOutput;
import dev.centralog.bench.application.ConfiguredJvm;
import dev.centralog.bench.application.Framework;
import dev.centralog.bench.application.NamedAppender;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.FreePorts;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.LongCable;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Runs one framework's application with a Redis in each of its states. Blocks. */
final class LatencyRun {
    private static final Duration DELAY = Duration.ofMillis(200);
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String[] HEAP = {"-Xms512m", "-Xmx512m"};

    private final Plan plan;

    LatencyRun(Plan plan) {
        this.plan = plan;
    }

    Map<RedisState, Calls> of(Framework framework) throws IOException {
        try (LocalRedis healthy = LocalRedis.start(LocalRedis.Version.newest());
                LocalRedis stopped = LocalRedis.start(LocalRedis.Version.newest());
                LongCable slow = LongCable.to(healthy.port(), DELAY);
                ConfiguredJvm configured = new ConfiguredJvm(
                        framework,
                        List.of(
                                NamedAppender.noOp(RedisState.NO_OP.appender()),
                                patient(RedisState.HEALTHY, healthy.port()),
                                patient(RedisState.STOPPED, stopped.port()),
                                appender(RedisState.REFUSED, FreePorts.next()).with("shutdownTimeout", "0s"),
                                patient(RedisState.SLOW, slow.port()).with("keyPrefix", "slow")));
                ForkedJvm jvm = configured
                        .builder(MeasuredApplication.class)
                        .jvmOptions(HEAP)
                        .arguments(framework.name(), plan.text(), Long.toString(stopped.pid()))
                        .start()) {
            if (jvm.awaitExit(LIMIT) != 0) {
                throw new IllegalStateException("the application failed: " + jvm.standardError());
            }
            return calls(ChildOutput.by(jvm));
        }
    }

    /** Returns an appender that has time at the end to ship what waits. */
    private static NamedAppender patient(RedisState state, int port) {
        return appender(state, port).with("shutdownTimeout", "1m");
    }

    private static NamedAppender appender(RedisState state, int port) {
        return NamedAppender.centralog(state.appender(), "redis://127.0.0.1:" + port);
    }

    private static Map<RedisState, Calls> calls(List<String> lines) {
        Map<RedisState, Calls> calls = new EnumMap<>(RedisState.class);
        lines.stream().map(Calls::parse).forEach(each -> calls.put(each.state(), each));
        return calls;
    }
}
