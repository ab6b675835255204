// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import dev.centralog.bench.jmh.Servers;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The benchmark: one call that logs a repeat. Public, with all that it has, for JMH's generated code. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LogCall {
    /** Boxed once: what boxing costs is not the appender's. */
    private static final Object ARGUMENT = 4711;

    @Benchmark
    public void log(Logged logged, Caller caller) {
        caller.calls++;
        below(logged.frames, logged.statement);
    }

    /** Calls itself until the stack is deep enough. */
    private static void below(int frames, Statement statement) {
        if (frames > 0) {
            below(frames - 1, statement);
        } else {
            statement.log(ARGUMENT);
        }
    }

    /** What all threads share. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls open()
    public static class Logged {
        @Param
        public Framework framework;

        @Param
        public Way way;

        /** Frames between the benchmark's and the one that logs. */
        @Param("0")
        public int frames;

        private final Servers servers = new Servers();
        private Statement statement;
        private long droppedBefore;

        @Setup
        public void open() {
            statement = framework.open(way, servers);
        }

        @TearDown
        public void close() {
            try (servers) {
                statement.close();
            }
        }

        /** What was dropped since the last question, whoever asked. */
        synchronized long takeDropped() {
            long before = droppedBefore;
            droppedBefore = statement.dropped();
            return droppedBefore - before;
        }
    }

    /** One thread's calls, and what JMH is to add up beside the time. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Caller {
        public long calls;
        public long dropped;

        /** How often a monitor was waited for: every lock of the {@code synchronized} kind that another thread held. */
        public long blocked;

        private long blockedBefore;

        @Setup(Level.Iteration)
        public void begin() {
            blockedBefore = blockedCount();
        }

        @TearDown(Level.Iteration)
        public void end(Logged logged) {
            blocked = blockedCount() - blockedBefore;
            dropped = logged.takeDropped();
        }

        private static long blockedCount() {
            ThreadInfo info = ManagementFactory.getThreadMXBean()
                    .getThreadInfo(Thread.currentThread().getId());
            return info == null ? 0 : info.getBlockedCount();
        }
    }
}
