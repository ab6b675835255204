// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.bench.jmh.Growth;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * One thread of a benchmark: its position, and the counts that JMH adds up besides the time. It and its members are
 * public for JMH's generated code. Thread-safety: one thread's.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class BenchThread {
    private static final int APART = 104_729;

    public long calls;
    public long dropped;
    public long blocked;
    private final Growth blocking = Growth.ofBlocking();
    int position;
    private int first;

    @Setup
    public void spread(ThreadParams thread) {
        position = thread.getThreadIndex() * APART;
    }

    @Setup(Level.Iteration)
    public void begin() {
        first = position;
        blocking.take();
    }

    @TearDown(Level.Iteration)
    public void end() {
        calls = Integer.toUnsignedLong(position - first);
        blocked = blocking.take();
    }
}
