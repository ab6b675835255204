// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import dev.centralog.testkit.FaultyLink.Behaviour;
import java.util.Random;
import java.util.function.IntFunction;

/** Connections cut in the middle of requests and of answers, each after some bytes by chance, until that ends. Thread-safe. */
public final class RandomCuts implements IntFunction<Behaviour> {
    private final Random random;
    private volatile boolean repaired;

    /** Cuts by that chance. */
    public RandomCuts(Random random) {
        this.random = random;
    }

    /** Returns cuts by a chance of their own, whose seed is printed with the name of the test. */
    public static RandomCuts seeded(String test) {
        long seed = new Random().nextLong();
        System.out.println(test + ": seed " + seed);
        return new RandomCuts(new Random(seed));
    }

    /** Ends it: connections that are made from now on stay. */
    public void repair() {
        repaired = true;
    }

    /** The handshake takes some hundred bytes and INFO answers with thousands: most cuts come after both. */
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
