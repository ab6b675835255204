// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import java.time.Clock;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * The actions of one process, with their users, times and values. Few users do most: user = users × r³, action = ids ×
 * r². Every fourth action has a value. Not thread-safe.
 */
final class Sequence {
    private static final int VALUED = 4;
    private static final int VALUES = 1000;

    private final Share share;
    private final Plan plan;
    private final Clock clock;
    private final SplittableRandom random;
    private long position;

    /**
     * An action of the sequence.
     *
     * @param slice the second in which its slice begins
     * @param value 0 for none
     */
    record Act(Instant time, long slice, int user, int id, long value) {}

    Sequence(Share share, Clock clock) {
        this.share = share;
        this.plan = share.plan();
        this.clock = clock;
        random = new SplittableRandom(plan.seed() + share.number());
    }

    Act next() {
        long overall = position++ * plan.processes() + share.number();
        int user = skewed(plan.users(), 3);
        int id = skewed(plan.ids(), 2);
        long value = random.nextInt(VALUED) == 0 ? 1 + random.nextInt(VALUES) : 0;
        if (plan.pastSlices() == 0) {
            Instant now = clock.instant();
            return new Act(now, plan.sliceOf(now.getEpochSecond()), user, id, value);
        }
        boolean covers = overall < (long) plan.pairs() * plan.pastSlices();
        int pair = (int) (overall % plan.pairs());
        long turn = covers ? overall / plan.pairs() : random.nextInt(plan.pastSlices());
        long slice = share.firstPast() + turn * plan.sliceSeconds();
        Instant time = Instant.ofEpochSecond(slice + random.nextLong(plan.sliceSeconds()));
        return covers
                ? new Act(time, slice, pair / plan.ids(), pair % plan.ids(), value)
                : new Act(time, slice, user, id, value);
    }

    private int skewed(int bound, int power) {
        return (int) (bound * Math.pow(random.nextDouble(), power));
    }
}
