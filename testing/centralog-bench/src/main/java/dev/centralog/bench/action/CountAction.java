// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

import dev.centralog.bench.jmh.Growth;
import dev.centralog.bench.jmh.Servers;
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
import org.openjdk.jmh.infra.ThreadParams;

/** The benchmark: one call that counts one action. It and its members are public for JMH's generated code. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CountAction {
    @Benchmark
    public void count(Counted counted, Caller caller) {
        int position = caller.position++;
        counted.counter.count(counted.sequence.user(position), counted.sequence.action(position));
    }

    /** The state that all threads share. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // JMH sets the parameter, then calls open()
    public static class Counted {
        @Param
        public Work work;

        /** The number of users. */
        @Param({"1000", "100000"})
        public int users;

        private ActionSequence sequence;
        private final Servers servers = new Servers();
        private ActionCounter counter;
        private final Growth dropped = new Growth(() -> counter.dropped());

        @Setup
        public void open() {
            sequence = new ActionSequence(users);
            counter = work.open(servers);
        }

        @TearDown
        public void close() {
            try (servers) {
                counter.close();
            }
        }
    }

    /** One thread's place in the sequence, and the counts that JMH adds up besides the time. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Caller {
        public long calls;
        public long dropped;
        public long blocked;
        private final Growth blocking = Growth.ofBlocking();
        private int position;
        private int first;

        @Setup
        public void spread(ThreadParams thread) {
            position = ActionSequence.LENGTH / thread.getThreadCount() * thread.getThreadIndex();
        }

        @Setup(Level.Iteration)
        public void begin() {
            first = position;
            blocking.take();
        }

        @TearDown(Level.Iteration)
        public void end(Counted counted) {
            calls = Integer.toUnsignedLong(position - first);
            dropped = counted.dropped.take();
            blocked = blocking.take();
        }
    }
}
