// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The judgement whether a family is louder: its events per process-hour in the present period are at least {@value #TIMES} times
 * the mean of the baseline, and more than in any of its periods. The second is a rank test: among {@code n} others that are as
 * good as it, the present period is the only highest with a probability of at most {@code 1 / (n + 1)}, whatever the distribution.
 *
 * @param isMet whether it is louder
 * @param basis {@link Basis#RATIO} with fewer than {@link Judgement#FEWEST_PERIODS} periods: then the mean alone decides
 * @param rates what was compared
 * @param periodsKnown the number of the baseline's periods from the first that has the family on. The chance goes by these: before,
 *     the family may not have been there, and then it is as good as young
 * @param expectedFalseAlarms see {@link Judgement#expectedFalseAlarms()}
 */
public record Louder(boolean isMet, Basis basis, Rates rates, int periodsKnown, double expectedFalseAlarms)
        implements Judgement {
    /** The least multiple of the mean that is louder. */
    public static final int TIMES = 3;

    /** A part by which two rates must differ, as they are quotients of rounded numbers. */
    private static final double ROUNDING = 1e-9;

    /**
     * Events per process-hour.
     *
     * @param present in the present period; 0 if the application does not run
     * @param mean all events of the baseline by all its process-hours; 0 if it has none
     * @param highest of the baseline's periods
     * @param periods the number of the baseline's periods in which the application ran
     */
    public record Rates(double present, double mean, double highest, int periods) {
        /** Returns by how much the present rate is a multiple of the mean; infinite if the mean is 0. */
        public double times() {
            return mean > 0 ? present / mean : Double.POSITIVE_INFINITY;
        }
    }

    /**
     * Returns the judgement. A family of which the baseline has no event is not judged: it is new or back. Nor is one whose
     * application does not run at present. A family that is quiet at present must be judged, too, or {@link FalseAlarms}
     * says too few.
     *
     * @param present the period that is judged
     * @param baseline the periods before it, of the same length, the oldest first
     */
    public static Louder of(PeriodCount present, List<PeriodCount> baseline) {
        List<PeriodCount> ran = baseline.stream().filter(PeriodCount::ran).toList();
        PeriodSums others = PeriodSums.of(ran);
        double rate = present.ran() ? present.rate() : 0;
        Rates rates = new Rates(rate, others.mean(), others.highestRate(), ran.size());
        if (!present.ran() || others.repeats() == 0) {
            return new Louder(false, Basis.NONE, rates, 0, 0);
        }
        int known = periodsKnown(ran);
        boolean isMuch = isMuch(rate, others.mean());
        if (ran.size() < FEWEST_PERIODS) {
            return new Louder(isMuch, Basis.RATIO, rates, known, 0);
        }
        boolean isMet = isMuch && isAbove(rate, others.highestRate());
        return new Louder(isMet, Basis.RANK, rates, known, couldBe(rate, others) ? chance(known) : 0);
    }

    @Override
    public OptionalDouble chance() {
        return basis == Basis.RANK ? OptionalDouble.of(chance(periodsKnown)) : OptionalDouble.empty();
    }

    private static double chance(int periodsKnown) {
        return 1.0 / (periodsKnown + 1);
    }

    /**
     * Returns whether the highest of all periods, the present one included, is the only highest and not the only one with events:
     * otherwise it would be no alarm in the present one's place. Most rare families are sorted out so.
     */
    private static boolean couldBe(double rate, PeriodSums others) {
        double highest = Math.max(rate, others.highestRate());
        double second = Math.max(Math.min(rate, others.highestRate()), others.secondRate());
        return second > 0 && isAbove(highest, second);
    }

    private static boolean isMuch(double rate, double mean) {
        return rate >= TIMES * mean * (1 - ROUNDING);
    }

    private static boolean isAbove(double rate, double other) {
        return rate > other * (1 + ROUNDING);
    }

    private static int periodsKnown(List<PeriodCount> ran) {
        int before = 0;
        while (ran.get(before).repeats() == 0) {
            before++;
        }
        return ran.size() - before;
    }
}
