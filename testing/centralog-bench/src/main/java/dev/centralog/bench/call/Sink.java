// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import org.openjdk.jmh.annotations.CompilerControl;

/**
 * Takes what appenders get or find, as any appender does that is good for something. Of an event that goes nowhere the
 * JVM does not even make the object, and so a no-op would measure less than what its framework costs.
 */
final class Sink {
    private Sink() {}

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    static void take(Object event) {}

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    static void take(int found) {}
}
