// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import static dev.centralog.internal.fold.DrainedFolder.secondsAgo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.GroupBy;
import dev.centralog.Level;
import dev.centralog.Settings;
import dev.centralog.internal.ship.Producers;
import dev.centralog.internal.wire.Window;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests of samples from the calling threads to the lines of batches. */
class SamplesTest {
    private static final int BUFFER_BYTES = 16 << 20;

    /** The lines that were drained; each is confirmed at once. */
    private static final class Lines implements DrainSource.Sink {
        private final DrainSource source;
        private final List<BatchLine> all = new ArrayList<>();

        private Lines(DrainSource source) {
            this.source = source;
        }

        @Override
        public boolean wantsMore() {
            return true;
        }

        @Override
        public void line(Window window, DrainSource.DrainedCount count) {
            all.add(count.line());
            if (count.entry() != null) {
                count.entry().lineSent();
                source.confirmed(count.entry());
            }
        }

        @Override
        public void endOfWindow() {}

        private long repeats() {
            return all.stream().mapToLong(BatchLine::repeats).sum();
        }

        private int taken() {
            return all.stream().mapToInt(line -> line.samples().taken()).sum();
        }

        private int leftOut() {
            return all.stream().mapToInt(line -> line.samples().leftOut()).sum();
        }

        private List<EventSample> further() {
            return all.stream()
                    .flatMap(line -> line.samples().further().stream())
                    .toList();
        }
    }

    private static TestEvent warning(String template) {
        return TestEvent.of(template, Level.WARN);
    }

    private static Lines drained(DrainedFolder folds) {
        Lines lines = new Lines(folds.windows);
        drain(folds, lines);
        return lines;
    }

    private static void drain(DrainedFolder folds, Lines lines) {
        folds.windows.admitFresh();
        folds.windows.drain(
                new DrainSource.DrainContext(DrainedFolder.REDIS_MILLIS, 0, lines.all.size() + 1, false, true), lines);
    }

    private static String text(EventSample sample) {
        return new String(sample.content(), StandardCharsets.UTF_8);
    }

    private static DrainedFolder folder(CentralogConfig config) {
        return new DrainedFolder(BUFFER_BYTES, config);
    }

    @Test
    void warnings_bringAsManySamplesAsAreSet() {
        DrainedFolder folds = folder(CentralogConfig.defaults());
        IntStream.range(0, 100)
                .forEach(i -> folds.fold(
                        warning("payment failed").filling(builder -> builder.arguments("order " + i)), TestEvent.VIEW));

        Lines lines = drained(folds);

        assertThat(lines.repeats()).isEqualTo(100);
        assertThat(lines.taken()).isEqualTo(32);
        assertThat(lines.leftOut()).isZero();
        assertThat(lines.all).hasSize(1);
        EventSample own = lines.all.get(0).samples().own();
        assertThat(own).isNotNull();
        assertThat(text(own)).contains("order 0");
        assertThat(lines.further()).hasSize(31);
        for (int i = 1; i < 32; i++) {
            assertThat(text(lines.further().get(i - 1))).contains("\"order " + i + "\"");
        }
        assertThat(lines.further())
                .extracting(EventSample::sequence)
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(folds.budget.used()).isZero();
    }

    @Test
    void information_bringsTheSampleOfItsFirstEventOnly() {
        DrainedFolder folds = folder(CentralogConfig.defaults());
        IntStream.range(0, 10).forEach(i -> folds.fold("started", secondsAgo(10)));

        Lines lines = drained(folds);

        assertThat(lines.repeats()).isEqualTo(10);
        assertThat(lines.taken()).isEqualTo(1);
        assertThat(lines.further()).isEmpty();
    }

    @Test
    void samples_zero_keepsNothingButTheNumberOfTheFirst() {
        DrainedFolder folds = folder(CentralogConfig.defaults().with(Settings.SAMPLES, 0));
        IntStream.range(0, 10).forEach(i -> folds.fold(warning("failed"), TestEvent.VIEW));

        LineSamples samples = drained(folds).all.get(0).samples();

        assertThat(samples.taken()).isEqualTo(1);
        assertThat(samples.own()).isNotNull();
        assertThat(samples.bytes()).isZero();
    }

    @Test
    void samples_beyondTheMostInASecond_areLeftOutAndCounted() {
        DrainedFolder folds = folder(CentralogConfig.defaults().with(Settings.SAMPLES_PER_SECOND, 20));
        for (int i = 0; i < 40; i++) {
            folds.fold(warning("failed " + i % 4), TestEvent.VIEW);
        }

        Lines lines = drained(folds);

        assertThat(lines.repeats()).isEqualTo(40);
        assertThat(lines.taken()).isEqualTo(40);
        assertThat(lines.further()).hasSize(20);
        assertThat(lines.leftOut()).isEqualTo(16);
    }

    @Test
    void samples_whileTheBufferIsHalfFull_areLeftOut() {
        DrainedFolder folds = new DrainedFolder(256 << 10);
        String filling = "x".repeat(10_000);
        for (int i = 0; folds.budget.used() < 140 << 10; i++) {
            folds.fold(warning("large " + i).filling(builder -> builder.message(filling)), TestEvent.VIEW);
        }
        long used = folds.budget.used();
        folds.fold(warning("small"), TestEvent.VIEW);
        folds.fold(warning("small"), TestEvent.VIEW);
        long ofEntry = folds.budget.used() - used;

        Lines lines = drained(folds);
        LineSamples samples = lines.all.get(lines.all.size() - 1).samples();

        assertThat(ofEntry).isLessThan(700);
        assertThat(samples.taken()).isEqualTo(2);
        assertThat(samples.leftOut()).isEqualTo(1);
        assertThat(samples.bytes()).isZero();
        assertThat(folds.budget.used()).isZero();
    }

    @Test
    void event_thatCannotBeRenderedAgain_isCountedWithoutItsSample() {
        DrainedFolder folds = folder(CentralogConfig.defaults());
        folds.fold(warning("failed"), TestEvent.VIEW);
        folds.fold(
                warning("failed").filling(builder -> {
                    throw new IllegalStateException("no longer readable");
                }),
                TestEvent.VIEW);

        Lines lines = drained(folds);

        assertThat(lines.repeats()).isEqualTo(2);
        assertThat(lines.leftOut()).isEqualTo(1);
        assertThat(folds.counters.failures.sum()).isZero();
    }

    @Test
    void sample_hasNoTemplate_unlessTheGroupHasNone() {
        DrainedFolder byTemplate = folder(CentralogConfig.defaults());
        DrainedFolder byPlace = folder(CentralogConfig.defaults().with(Settings.GROUP_BY, GroupBy.PLACE));
        for (DrainedFolder folds : List.of(byTemplate, byPlace)) {
            folds.fold(warning("one"), TestEvent.VIEW);
            folds.fold(warning("one"), TestEvent.VIEW);
        }

        assertThat(text(drained(byTemplate).further().get(0))).doesNotContain("one");
        assertThat(text(drained(byPlace).further().get(0))).contains("\"template\":\"one\"");
    }

    @Test
    void sample_hasItsThrowablesMessage_andNoFrames() {
        DrainedFolder folds = folder(CentralogConfig.defaults());
        for (String message : List.of("first", "second")) {
            folds.fold(
                    warning("failed").filling(builder -> builder.thrown(new IllegalStateException(message))),
                    TestEvent.VIEW);
        }

        assertThat(text(drained(folds).further().get(0)))
                .contains("\"thrown\":{\"class\":\"java.lang.IllegalStateException\",\"message\":\"second\"}");
    }

    /** Each event is in one line, with its sample or not, while threads log and the entries are taken away from them. */
    @Test
    void samples_ofManyThreads_areExact() throws InterruptedException {
        CentralogConfig config =
                CentralogConfig.defaults().with(Settings.SAMPLES, 256).with(Settings.SAMPLES_PER_SECOND, 100_000);
        DrainedFolder folds = folder(config);
        Lines lines = new Lines(folds.windows);
        int each = 20_000;
        ExecutorService writers = Producers.startOnThreads(3, writer -> {
            for (int i = 0; i < each; i++) {
                folds.fold(warning("failed " + i % 7), TestEvent.VIEW);
            }
        });
        while (!writers.isTerminated()) {
            drain(folds, lines);
        }
        drain(folds, lines);

        assertThat(lines.repeats()).isEqualTo(3L * each);
        Set<Long> sequences = new HashSet<>();
        lines.further().forEach(sample -> sequences.add(sample.sequence()));
        assertThat(sequences).hasSameSizeAs(lines.further());
        assertThat(lines.taken()).isGreaterThan(7 * 256);
        assertThat(folds.budget.used()).isZero();
        assertThat(folds.table.groups()).isZero();
    }

    @Test
    void rate_ofASecond_isForgottenInTheNext_andCoversEarlierOnes() {
        SampleRate rate = new SampleRate(2);

        assertThat(rate.take(-5)).isTrue();
        assertThat(rate.take(7)).isTrue();
        assertThat(rate.take(6)).isTrue();
        assertThat(rate.take(7)).isFalse();
        assertThat(rate.take(6)).isFalse();
        assertThat(rate.take(8)).isTrue();
        assertThat(new SampleRate(0).take(1)).isFalse();
    }

    @Test
    void entry_thatIsGivenUp_freesItsSamples() {
        DrainedFolder folds = folder(CentralogConfig.defaults());
        IntStream.range(0, 5).forEach(i -> folds.fold(warning("failed"), TestEvent.VIEW));
        folds.table.close();

        assertThat(folds.windows.abandon()).isEqualTo(5);
        assertThat(folds.budget.used()).isZero();
    }
}
