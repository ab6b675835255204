// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import org.openjdk.jmh.annotations.CompilerControl;

/**
 * Takes what appenders receive or find, as any useful appender does. If an event went nowhere, the JVM would not even
 * create the object, and a no-op would measure less than the cost of its framework.
 */
final class Sink {
    private Sink() {}

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    static void take(Object event) {}

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    static void take(int found) {}
}
