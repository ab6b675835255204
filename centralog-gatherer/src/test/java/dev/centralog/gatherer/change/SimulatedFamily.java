// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A family whose events are drawn: Poisson counts around an intensity that is random itself, 1 on average. So counts scatter more
 * than Poisson's, as those of logs do.
 */
interface SimulatedFamily {
    /** Returns the intensity of each of so many periods, one after the other. */
    double[] intensities(SplittableRandom random, int periods);

    /** Returns periods of an hour each, with so many events on average. */
    default List<PeriodCount> periods(SplittableRandom random, int periods, double mean) {
        List<PeriodCount> counts = new ArrayList<>();
        for (double intensity : intensities(random, periods)) {
            counts.add(new PeriodCount(poisson(random, mean * intensity), 1));
        }
        return counts;
    }

    /** Returns a family whose counts are Poisson's. */
    static SimulatedFamily steady() {
        return (random, periods) ->
                IntStream.range(0, periods).mapToDouble(each -> 1).toArray();
    }

    /** Returns a family whose counts are negative binomial: their variance is {@code mean + mean² / dispersion}. */
    static SimulatedFamily negativeBinomial(double dispersion) {
        return (random, periods) -> IntStream.range(0, periods)
                .mapToDouble(each -> gamma(random, dispersion) / dispersion)
                .toArray();
    }

    /** Returns a family with intensities by Pareto: one in many periods has far more events than all others. */
    static SimulatedFamily heavyTail(double exponent) {
        return (random, periods) -> IntStream.range(0, periods)
                .mapToDouble(each -> (exponent - 1) / exponent * Math.pow(1 - random.nextDouble(), -1 / exponent))
                .toArray();
    }

    /** Returns the same family with bursts that last for so many periods, and begin anywhere. */
    default SimulatedFamily inBlocks(int length) {
        return (random, periods) -> {
            double[] blocks = intensities(random, periods / length + 2);
            int phase = random.nextInt(length);
            return IntStream.range(0, periods)
                    .mapToDouble(period -> blocks[(period + phase) / length])
                    .toArray();
        };
    }

    /** Returns a family whose logarithm of intensity goes on from period to period with this correlation (AR(1)). */
    static SimulatedFamily drifting(double correlation) {
        double sigma = 1;
        return (random, periods) -> {
            double[] intensities = new double[periods];
            double state = random.nextGaussian();
            for (int period = 0; period < periods; period++) {
                state = correlation * state + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
                intensities[period] = Math.exp(sigma * state - sigma * sigma / 2);
            }
            return intensities;
        };
    }

    /** Returns a family that goes up and down by a factor of 7 in so many periods, such as those of a day. */
    static SimulatedFamily daily(int periodsPerDay) {
        return (random, periods) -> {
            int phase = random.nextInt(periodsPerDay);
            return IntStream.range(0, periods)
                    .mapToDouble(period -> Math.exp(Math.sin(2 * Math.PI * (period + phase) / periodsPerDay)))
                    .toArray();
        };
    }

    /** Returns the same family, which has come only so many periods before the last. */
    default SimulatedFamily young(int age) {
        return (random, periods) -> {
            double[] intensities = intensities(random, periods);
            for (int period = 0; period < periods - 1 - age; period++) {
                intensities[period] = 0;
            }
            return intensities;
        };
    }

    /** Returns Poisson's count: multiplied out where the mean is small, rounded from the normal distribution elsewhere. */
    static long poisson(SplittableRandom random, double mean) {
        if (mean > 50) {
            return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double limit = Math.exp(-mean);
        long count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    /** Returns a gamma variate by Marsaglia and Tsang, 2000. */
    static double gamma(SplittableRandom random, double shape) {
        if (shape < 1) {
            return gamma(random, shape + 1) * Math.pow(random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(Math.max(0, 1 + c * x), 3);
            if (v > 0 && Math.log(random.nextDouble()) < x * x / 2 + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}
