// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import dev.centralog.bench.application.Framework;
import dev.centralog.bench.jmh.Growth;
import dev.centralog.bench.jmh.Servers;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.infra.ThreadParams;

/** The benchmark: one call of a logger. It and its members are public for JMH's generated code. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LogCall {
    /** The argument, boxed once: the cost of boxing is not the appender's. */
    private static final Object ARGUMENT = 4711;

    @Benchmark
    public void log(Logged logged, Caller caller) {
        if (logged.repeats == 0) {
            caller.calls++;
            repeatBelow(logged.frames, logged.statement);
        } else {
            logInGroups(logged, caller);
        }
    }

    /** Calls itself until the stack is deep enough, then logs a repeat. */
    private static void repeatBelow(int frames, Statement statement) {
        if (frames > 0) {
            repeatBelow(frames - 1, statement);
        } else {
            statement.repeat(ARGUMENT);
        }
    }

    private static void logInGroups(Logged logged, Caller caller) {
        if (caller.calls++ % logged.repeats == 0) {
            caller.text = caller.name + caller.groups++;
        }
        if (logged.thrown == null) {
            logged.statement.say(caller.text);
        } else {
            logged.statement.fail(caller.text, logged.thrown);
        }
    }

    /** Returns a throwable of that many frames. */
    private static Throwable thrown(int frames) {
        return frames > 1 ? thrown(frames - 1) : new IllegalStateException("the order is gone");
    }

    /** The state that all threads share. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls open()
    public static class Logged {
        @Param
        public Framework framework;

        @Param
        public AppenderVariant way;

        /** The number of frames between the benchmark's and the one that logs. */
        @Param("0")
        public int frames;

        /** The number of events of a group before the next, new group; 0 if all belong to one group. */
        @Param("0")
        public int repeats;

        /** The number of frames of the throwable of each event of a new group; 0 for no throwable. */
        @Param("0")
        public int thrownFrames;

        private final Servers servers = new Servers();
        private Statement statement;
        private @Nullable Throwable thrown;
        private final Growth dropped = new Growth(() -> statement.dropped());

        @Setup
        public void open() {
            statement = way.open(framework, servers);
            statement.awaitReady();
            if (thrownFrames > 0) {
                Throwable deep = thrown(thrownFrames);
                deep.setStackTrace(Arrays.copyOf(deep.getStackTrace(), thrownFrames));
                thrown = deep;
            }
        }

        @TearDown
        public void close() {
            try (servers) {
                statement.close();
            }
        }
    }

    /** One thread's calls, and the counts that JMH adds up besides the time. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Caller {
        public long calls;
        public long dropped;

        /** The number of waits for a monitor: for any {@code synchronized} lock that another thread held. */
        public long blocked;

        private String name = "";
        private String text = "";
        private long groups;
        private final Growth blocking = Growth.ofBlocking();

        @Setup
        public void name(ThreadParams thread) {
            name = "order of thread " + thread.getThreadIndex() + ", number ";
        }

        @Setup(Level.Iteration)
        public void begin() {
            calls = 0;
            blocking.take();
        }

        @TearDown(Level.Iteration)
        public void end(Logged logged) {
            blocked = blocking.take();
            dropped = logged.dropped.take();
        }
    }
}
