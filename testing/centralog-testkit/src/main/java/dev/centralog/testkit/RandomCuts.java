// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import dev.centralog.testkit.FaultyLink.Behaviour;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Cuts connections in the middle of requests and of answers, each after a random number of bytes, until {@link
 * #repair}. Thread-safe.
 */
public final class RandomCuts implements IntFunction<Behaviour> {
    private final Random random;
    private volatile boolean repaired;

    /** Creates cuts that use this source of random numbers. */
    public RandomCuts(Random random) {
        this.random = random;
    }

    /** Returns cuts with their own random numbers; the seed is printed with the name of the test. */
    public static RandomCuts seeded(String test) {
        long seed = new Random().nextLong();
        System.out.println(test + ": seed " + seed);
        return new RandomCuts(new Random(seed));
    }

    /** Stops the cuts: connections made from now on stay. */
    public void repair() {
        repaired = true;
    }

    /**
     * Returns a connection's behaviour. The handshake takes some hundred bytes, and INFO's answer thousands: most cuts
     * come after both.
     */
    @Override
    public Behaviour apply(int connection) {
        if (repaired) {
            return Behaviour.GOOD;
        }
        return connection % 2 == 0
                ? Behaviour.cutAfterRequestBytes(400 + random.nextInt(8_000))
                : Behaviour.cutAfterAnswerBytes(400 + random.nextInt(connection % 3 == 0 ? 6_000 : 500));
    }
}
