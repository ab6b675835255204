// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * False alarms among the event templates of real log files, cut into a hundred periods, each of the later ones judged by the 49
 * before it. The order of the periods is shuffled in blocks: alone, the periods are exchangeable; blocks keep the bursts.
 */
class RealLogsIT {
    private static final long SEED = 7;
    private static final int PERIODS = 100;
    private static final int BASELINE = 49;
    private static final int SHUFFLES = 40;

    static Stream<Arguments> files() throws Exception {
        List<Path> files = new ArrayList<>();
        files.add(Path.of(RealLogsIT.class.getResource("depot-day.csv").toURI()));
        Path collection = Path.of(System.getProperty("centralog.data", "../../shared/data"))
                .resolve("loghub");
        if (Files.isDirectory(collection)) {
            try (Stream<Path> found = Files.list(collection)) {
                found.filter(file -> file.toString().endsWith(".csv")).sorted().forEach(files::add);
            }
        } else {
            System.err.println("SKIPPED: false alarms in the Loghub files, which are not there");
        }
        return files.stream().map(file -> Arguments.of(file.getFileName().toString(), file));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void falseAlarms_ofShuffledPeriods_areAtMostAsExpected(String name, Path file) throws IOException {
        AlarmTally tally = shuffled(name, file, 1);

        assertThat((double) tally.alarmsLouder()).isLessThanOrEqualTo(AlarmTally.most(tally.louder()));
        assertThat((double) tally.alarmsGone()).isLessThanOrEqualTo(AlarmTally.most(tally.gone()));
        assertThat(tally.louder().judged()).isPositive();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void falseAlarms_ofShuffledBlocks_areAFewTimesAsMany(String name, Path file) throws IOException {
        for (int block : new int[] {5, 10}) {
            AlarmTally tally = shuffled(name, file, block);

            assertThat(tally.timesLouder()).isLessThanOrEqualTo(3);
        }
    }

    private static AlarmTally shuffled(String name, Path file, int block) throws IOException {
        Map<String, long[]> families = new TimedEvents(file).counts(PERIODS);
        AlarmTally tally = new AlarmTally(name + ", " + families.size() + " families, blocks of " + block);
        Random random = new Random(SEED);
        for (int shuffle = 0; shuffle < SHUFFLES; shuffle++) {
            List<Integer> blocks =
                    new ArrayList<>(IntStream.range(0, PERIODS / block).boxed().toList());
            Collections.shuffle(blocks, random);
            for (long[] counts : families.values()) {
                List<PeriodCount> periods = blocks.stream()
                        .flatMap(each -> IntStream.range(each * block, (each + 1) * block)
                                .boxed())
                        .map(period -> new PeriodCount(counts[period], 1))
                        .toList();
                for (int present = BASELINE; present < PERIODS; present++) {
                    tally.add(periods.subList(present - BASELINE, present + 1));
                }
            }
        }
        System.out.println(tally);
        return tally;
    }
}
