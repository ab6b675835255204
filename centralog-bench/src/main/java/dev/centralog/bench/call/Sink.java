// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

/** Takes what was found, so that the JVM can't leave out the finding; hardly ever writes. */
final class Sink {
    @SuppressWarnings("unused") // written so that the JVM believes that somebody reads it
    private static volatile int last;

    private Sink() {}

    static void take(int found) {
        if (found == Integer.MIN_VALUE) {
            last = found;
        }
    }
}
