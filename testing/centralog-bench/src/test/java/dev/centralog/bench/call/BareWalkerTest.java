// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests that the walk that others are compared to finds the caller. */
class BareWalkerTest {
    private static final BareWalker WALKER = new BareWalker(FakeLogger.class);

    private static final class FakeLogger {
        static int log() {
            return WALKER.find();
        }
    }

    @Test
    void find_onePlace_isTheSameEachTime() {
        int[] found = new int[3];
        for (int i = 0; i < found.length; i++) {
            found[i] = FakeLogger.log();
        }

        assertThat(found).containsOnly(found[0]);
    }

    @Test
    void find_otherPlaces_differ() {
        int here = FakeLogger.log();
        int there = FakeLogger.log();

        assertThat(there).isGreaterThan(here); // later in the same class
        assertThat(here - 31 * BareWalkerTest.class.hashCode()).isBetween(0, 100); // a short method's bytecode index
    }
}
