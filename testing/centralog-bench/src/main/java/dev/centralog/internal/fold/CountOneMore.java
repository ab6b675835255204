// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The benchmark: one increment of a counter that all threads share. It and its members are public for JMH's generated
 * code. Thread-safety: any thread.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CountOneMore {
    /** The kinds of counters. */
    public enum Kind {
        STRIPED,
        LONG_ADDER
    }

    @Benchmark
    public void count(Counters counters, BenchThread thread) {
        thread.position++;
        if (counters.kind == Kind.STRIPED) {
            counters.striped.increment();
        } else {
            counters.adder.increment();
        }
    }

    /** The state that all threads share. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // JMH sets the parameter
    public static class Counters {
        @Param
        public Kind kind;

        final StripedCounter striped = new StripedCounter();
        final LongAdder adder = new LongAdder();
    }
}
