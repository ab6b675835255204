// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The alarms among families whose events are drawn, against what was expected. It prints its figures, which are those of
 * docs/new.md.
 */
class ChangeSimulationTest {
    private static final long SEED = 20260302;
    private static final int FAMILIES = 10_000;

    /** The most alarms, as a multiple of those expected, where periods go on from those before; measured. */
    private static final double MOST_TIMES = 3;

    static Stream<Arguments> families_withoutChange() {
        return Stream.of(0.02, 0.1, 1.0, 4.0, 100.0)
                .flatMap(mean -> Stream.of(
                        Arguments.of("Poisson", SimulatedFamily.steady(), mean, 99),
                        Arguments.of(
                                "negative binomial, dispersion 0.1", SimulatedFamily.negativeBinomial(0.1), mean, 99),
                        Arguments.of(
                                "negative binomial, dispersion 0.5", SimulatedFamily.negativeBinomial(0.5), mean, 99),
                        Arguments.of(
                                "negative binomial, dispersion 0.5", SimulatedFamily.negativeBinomial(0.5), mean, 20),
                        Arguments.of(
                                "negative binomial, dispersion 0.5", SimulatedFamily.negativeBinomial(0.5), mean, 5),
                        Arguments.of("negative binomial, dispersion 2", SimulatedFamily.negativeBinomial(2), mean, 99),
                        Arguments.of("Pareto, exponent 1.2", SimulatedFamily.heavyTail(1.2), mean, 99),
                        Arguments.of("Pareto, exponent 2", SimulatedFamily.heavyTail(2), mean, 99)));
    }

    @ParameterizedTest(name = "{0}, mean {2}, {3} periods")
    @MethodSource("families_withoutChange")
    void falseAlarms_ofExchangeablePeriods_areAtMostAsExpected(
            String name, SimulatedFamily family, double mean, int periods) {
        AlarmTally tally = tally(name, family, mean, periods);

        assertThat((double) tally.alarmsLouder()).isLessThanOrEqualTo(AlarmTally.most(tally.louder()));
        assertThat((double) tally.alarmsGone()).isLessThanOrEqualTo(AlarmTally.most(tally.gone()));
        assertThat(tally.louder().expected()).isLessThanOrEqualTo(tally.louder().judged() / (periods + 1.0) * 1.6 + 1);
    }

    @Test
    void falseAlarms_ofBurstsOfOnePeriod_areNearlyAsManyAsExpected() {
        AlarmTally tally = tally("Pareto, exponent 2", SimulatedFamily.heavyTail(2), 4, 99);

        assertThat(tally.timesLouder()).isBetween(0.8, 1.2);
        assertThat(tally.timesGone()).isBetween(0.7, 1.2);
    }

    @Test
    void falseAlarms_whereProcessesComeAndGo_areAtMostAsExpected() {
        SplittableRandom random = new SplittableRandom(SEED);
        AlarmTally tally = new AlarmTally("processes that come and go");
        SimulatedFamily bursts = SimulatedFamily.negativeBinomial(0.5);
        for (int family = 0; family < FAMILIES; family++) {
            List<PeriodCount> periods = new ArrayList<>();
            for (double intensity : bursts.intensities(random, 100)) {
                double hours = Math.max(0, random.nextInt(5) - random.nextDouble());
                periods.add(new PeriodCount(SimulatedFamily.poisson(random, 4 * hours * intensity), hours));
            }
            tally.add(periods);
        }
        System.out.println(tally);

        assertThat(tally.louder().judged()).isBetween(FAMILIES / 2, FAMILIES - 1);
        assertThat((double) tally.alarmsLouder()).isLessThanOrEqualTo(AlarmTally.most(tally.louder()));
        assertThat((double) tally.alarmsGone()).isLessThanOrEqualTo(AlarmTally.most(tally.gone()));
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "2, 4", "5, 4", "20, 4", "50, 4", "1, 100", "2, 100", "5, 100", "20, 100", "50, 100"})
    void falseAlarms_ofYoungFamilies_areAtMostAsExpected(int age, double mean) {
        AlarmTally tally = tally(
                "came " + age + " periods ago",
                SimulatedFamily.negativeBinomial(0.5).young(age),
                mean,
                99);

        assertThat((double) tally.alarmsLouder()).isLessThanOrEqualTo(AlarmTally.most(tally.louder()));
        assertThat(tally.alarmsLouder())
                .as("more than one in a hundred")
                .isGreaterThan(tally.louder().judged() / 80);
    }

    static Stream<Arguments> families_thatGoOn() {
        return Stream.of(0.1, 1.0, 4.0, 100.0)
                .flatMap(mean -> Stream.of(
                        Arguments.of(
                                "bursts of 3 periods",
                                SimulatedFamily.negativeBinomial(0.5).inBlocks(3),
                                mean),
                        Arguments.of(
                                "bursts of 10 periods",
                                SimulatedFamily.negativeBinomial(0.5).inBlocks(10),
                                mean),
                        Arguments.of(
                                "bursts of 30 periods",
                                SimulatedFamily.negativeBinomial(0.5).inBlocks(30),
                                mean),
                        Arguments.of(
                                "Pareto bursts of 10 periods",
                                SimulatedFamily.heavyTail(1.2).inBlocks(10),
                                mean),
                        Arguments.of("AR(1), correlation 0.5", SimulatedFamily.drifting(0.5), mean),
                        Arguments.of("AR(1), correlation 0.9", SimulatedFamily.drifting(0.9), mean),
                        Arguments.of("AR(1), correlation 0.97", SimulatedFamily.drifting(0.97), mean),
                        Arguments.of("a day of 144 periods", SimulatedFamily.daily(144), mean),
                        Arguments.of("a day of 24 periods", SimulatedFamily.daily(24), mean)));
    }

    @ParameterizedTest(name = "{0}, mean {2}")
    @MethodSource("families_thatGoOn")
    void falseAlarms_ofPeriodsThatDependOnThoseBefore_areAFewTimesAsMany(
            String name, SimulatedFamily family, double mean) {
        AlarmTally tally = tally(name, family, mean, 99);

        assertThat((double) tally.alarmsLouder())
                .isLessThanOrEqualTo(MOST_TIMES * tally.louder().expected());
        assertThat((double) tally.alarmsGone())
                .isLessThanOrEqualTo(MOST_TIMES * tally.gone().expected() + 3);
    }

    @Test
    void falseAlarms_expectedOfFamiliesThatAreSeenNowAlone_areTooFew() {
        SplittableRandom random = new SplittableRandom(SEED);
        AlarmTally tally = new AlarmTally("rare families, those seen now alone");
        for (int family = 0; family < FAMILIES; family++) {
            List<PeriodCount> periods = SimulatedFamily.negativeBinomial(0.5).periods(random, 100, 0.1);
            if (periods.get(99).repeats() > 0) {
                tally.add(periods);
            }
        }
        System.out.println(tally);

        assertThat((double) tally.alarmsLouder()).isGreaterThan(3 * AlarmTally.most(tally.louder()));
    }

    @ParameterizedTest(name = "{0} x, mean {2}, dispersion {1}: at least {3} %")
    @CsvSource({
        "3, 1000, 100, 48",
        "4, 1000, 100, 99",
        "10, 1000, 100, 99",
        "3, 10, 100, 44",
        "4, 10, 100, 75",
        "10, 10, 100, 99",
        "3, 2, 100, 29",
        "4, 2, 100, 43",
        "10, 2, 100, 81",
        "3, 0.5, 100, 10",
        "4, 0.5, 100, 15",
        "10, 0.5, 100, 36",
        "3, 1000, 1, 16",
        "4, 1000, 1, 30",
        "10, 1000, 1, 90",
        "3, 10, 1, 14",
        "10, 10, 1, 80",
        "3, 2, 1, 11",
        "10, 2, 1, 55",
        "3, 0.5, 1, 8",
        "10, 0.5, 1, 30",
        "3, 1000, 0.1, 2",
        "10, 1000, 0.1, 15",
        "3, 10, 0.1, 2",
        "10, 10, 0.1, 17"
    })
    void families_thatAreLouder_areFound(double times, double dispersion, double mean, int percent) {
        SplittableRandom random = new SplittableRandom(SEED);
        SimulatedFamily family = SimulatedFamily.negativeBinomial(dispersion);
        AlarmTally tally = new AlarmTally(times + " x, dispersion " + dispersion + ", mean " + mean);
        for (int each = 0; each < FAMILIES; each++) {
            List<PeriodCount> baseline = family.periods(random, 99, mean);
            tally.add(family.periods(random, 1, mean * times).get(0), baseline);
        }
        System.out.println(tally);

        assertThat(tally.alarmsLouder() * 100.0 / FAMILIES).isGreaterThanOrEqualTo(percent);
    }

    @ParameterizedTest
    @CsvSource({"5, 10", "20, 10", "99, 10"})
    void families_thatAreGone_areFound(int periods, double mean) {
        SplittableRandom random = new SplittableRandom(SEED);
        SimulatedFamily family = SimulatedFamily.negativeBinomial(2);
        AlarmTally tally = new AlarmTally("gone, " + periods + " periods, mean " + mean);
        for (int each = 0; each < FAMILIES; each++) {
            tally.add(new PeriodCount(0, 1), family.periods(random, periods, mean));
        }
        System.out.println(tally);

        assertThat(tally.alarmsGone()).isGreaterThanOrEqualTo(FAMILIES * 8 / 10);
    }

    private static AlarmTally tally(String name, SimulatedFamily family, double mean, int periods) {
        SplittableRandom random = new SplittableRandom(SEED);
        AlarmTally tally = new AlarmTally(name + ", mean " + mean + ", " + periods + " periods");
        for (int each = 0; each < FAMILIES; each++) {
            tally.add(family.periods(random, periods + 1, mean));
        }
        System.out.println(tally);
        return tally;
    }
}
