// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import dev.centralog.bench.application.Framework;
import dev.centralog.bench.jmh.Growth;
import dev.centralog.bench.jmh.Servers;
import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The benchmark: virtual threads that log repeats, started anew each time. The figure is the time of all of them
 * divided by their calls. JMH's own threads can't be virtual ones, because they wait for each other without releasing
 * their carrier threads. Needs Java 21. It and its members are public for JMH's generated code.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class VirtualCalls {
    static final int THREADS = 1000;
    private static final int CALLS_EACH = 200;
    private static final Object ARGUMENT = 4711;

    @Benchmark
    @OperationsPerInvocation(THREADS * CALLS_EACH)
    public void log(Logged logged, Counted counted) throws InterruptedException {
        Semaphore ended = new Semaphore(0);
        for (int thread = 0; thread < THREADS; thread++) {
            logged.threads.execute(() -> {
                for (int call = 0; call < CALLS_EACH; call++) {
                    logged.statement.repeat(ARGUMENT);
                }
                ended.release();
            });
        }
        ended.acquire(THREADS);
        counted.calls += THREADS * CALLS_EACH;
    }

    /** The counts that JMH adds up besides the time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Counted {
        public long calls;
        public long dropped;

        /** Always 0: the JVM does not count it for virtual threads. */
        public long blocked;

        @TearDown(Level.Iteration)
        public void end(Logged logged) {
            dropped = logged.dropped.take();
        }
    }

    /** The statement, and the threads that log. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls open()
    public static class Logged {
        @Param
        public Framework framework;

        @Param
        public AppenderVariant way;

        private final Servers servers = new Servers();
        private Statement statement;
        private ExecutorService threads;
        private final Growth dropped = new Growth(() -> statement.dropped());

        @Setup
        public void open() throws ReflectiveOperationException {
            statement = way.open(framework, servers);
            statement.awaitReady();
            Method modern = Executors.class.getMethod("newVirtualThreadPerTaskExecutor"); // compiled for Java 17
            threads = (ExecutorService) modern.invoke(null);
        }

        @TearDown
        public void close() {
            try (servers) {
                threads.shutdown();
                statement.close();
            }
        }
    }
}
