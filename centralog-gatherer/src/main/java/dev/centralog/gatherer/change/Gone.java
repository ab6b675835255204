// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The judgement whether a family is gone: it was seen in at least {@value #SEEN_PERCENT} % of the baseline's periods, and is not
 * seen in the present one, although its application runs. If {@code k} of {@code n} periods are empty and the present one too, then
 * it is one of {@code k + 1} empty ones among {@code n + 1}: that the last is one of these has a probability of
 * {@code (k + 1) / (n + 1)} if every order is as likely.
 *
 * <p>With fewer than {@link Judgement#FEWEST_PERIODS} periods no family is judged: silence is weaker evidence than events, and a
 * family that is logged now and then is silent for a while without any cause.
 *
 * @param isMet whether it is gone
 * @param basis {@link Basis#RANK}, or {@link Basis#NONE} if it is not judged
 * @param seen the number of the baseline's periods in which the family was seen
 * @param periods the number of the baseline's periods in which the application ran
 * @param expectedFalseAlarms see {@link Judgement#expectedFalseAlarms()}
 */
public record Gone(boolean isMet, Basis basis, int seen, int periods, double expectedFalseAlarms) implements Judgement {
    /** The least part of the baseline's periods that a family must be seen in, in percent. */
    public static final int SEEN_PERCENT = 95;

    /** The fewest events that a family must have at its mean in a present period that is much shorter than the others. */
    public static final int FEWEST_EXPECTED = 10;

    /**
     * Returns the judgement. A family is not judged if its application has less than half of the usual
     * process-hours at present, unless {@value #FEWEST_EXPECTED} events or more would be usual in these. One that is seen at present must
     * be judged, too, or {@link FalseAlarms} says too few.
     *
     * @param present the period that is judged
     * @param baseline the periods before it, of the same length, in any order
     */
    public static Gone of(PeriodCount present, List<PeriodCount> baseline) {
        List<PeriodCount> ran = baseline.stream().filter(PeriodCount::ran).toList();
        int periods = ran.size();
        int seen = (int) ran.stream().filter(each -> each.repeats() > 0).count();
        if (periods < FEWEST_PERIODS || !hasRunLongEnough(present, PeriodSums.of(ran), periods)) {
            return new Gone(false, Basis.NONE, seen, periods, 0);
        }
        boolean isEmpty = present.repeats() == 0;
        boolean isMet = isEmpty && isSeenOften(seen, periods);
        double expected = expected(seen, periods, isEmpty);
        return new Gone(isMet, Basis.RANK, seen, periods, expected);
    }

    /** Returns whether the family would have been seen by now: by a process that has just started, or one of many, it need not be. */
    private static boolean hasRunLongEnough(PeriodCount present, PeriodSums others, int periods) {
        double hours = present.processHours();
        return hours >= others.hours() / periods / 2 || hours * others.mean() >= FEWEST_EXPECTED;
    }

    private static double expected(int seen, int periods, boolean isEmpty) {
        if (isSeenOften(seen, periods)) {
            return chance(seen, periods);
        }
        // With the present period in the place of an empty one, the family might have been seen often enough.
        boolean couldBe = !isEmpty && isSeenOften(seen + 1, periods);
        return couldBe ? chance(seen + 1, periods) : 0;
    }

    private static double chance(int seen, int periods) {
        return (periods - seen + 1.0) / (periods + 1);
    }

    @Override
    public OptionalDouble chance() {
        return basis == Basis.RANK ? OptionalDouble.of(chance(seen, periods)) : OptionalDouble.empty();
    }

    private static boolean isSeenOften(int seen, int periods) {
        return seen * 100L >= (long) SEEN_PERCENT * periods;
    }
}
