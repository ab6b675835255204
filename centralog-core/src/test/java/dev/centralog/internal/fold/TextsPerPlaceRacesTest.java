// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.EventView;
import dev.centralog.SourceLocation;
import dev.centralog.internal.ship.Producers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests of threads that log texts of one place at the same time. */
class TextsPerPlaceRacesTest {
    private static final int DEFAULT = 16;
    private static final SourceLocation PLACE = new SourceLocation("a.B", "sell", "B.java", 7);
    private static final long SECOND = DrainedFolder.secondsAgo(10);

    /** A view in which the template is a text of the application's. */
    private static final EventView<TestEvent> TEXTS = new TestEvent.View() {
        @Override
        public boolean hasArguments(TestEvent event) {
            return false;
        }
    };

    @Test
    void manyTexts_haveSixteenRowsAndOne_andTheExactSum() throws InterruptedException {
        int threads = 8;
        int texts = 50_000;
        DrainedFolder folds = new DrainedFolder(64 << 20);
        DrainedRows rows = new DrainedRows();
        ExecutorService writers = Producers.startOnThreads(threads, thread -> {
            for (int i = 0; i < texts; i++) {
                folds.fold(TestEvent.of("user " + (i * 31 + thread) % texts, SECOND), TEXTS);
            }
        });
        while (!writers.isTerminated()) {
            rows.drain(folds);
        }
        rows.drain(folds);

        assertThat(rows.of(SECOND)).hasSizeLessThanOrEqualTo(DEFAULT + 1);
        assertThat(rows.sum()).isEqualTo((long) threads * texts);
        assertThat(folds.counters.logged.sum()).isEqualTo((long) threads * texts);
        assertThat(folds.budget.used()).isZero();
    }

    /** Tests the moment in which the limit is reached, again and again. */
    @Test
    void textBeyondTheLimit_neverHasARow_andOneThatHasOneKeepsIt() throws InterruptedException {
        int limit = 3;
        int places = 5_000;
        List<TextsPerPlace> texts = Stream.generate(() -> new TextsPerPlace(limit, 1 << 20))
                .limit(places)
                .toList();
        List<Set<String>> own = Stream.<Set<String>>generate(ConcurrentHashMap::newKeySet)
                .limit(places)
                .toList();
        AtomicInteger lost = new AtomicInteger();
        ExecutorService writers = Producers.startOnThreads(4, thread -> {
            for (int place = 0; place < places; place++) {
                for (int i = 0; i < 4; i++) {
                    String text = "text " + (i + thread) % 5;
                    if (hasRow(texts.get(place), text)) {
                        own.get(place).add(text);
                        lost.addAndGet(hasRow(texts.get(place), text) ? 0 : 1);
                    }
                }
            }
        });
        assertThat(writers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();

        assertThat(lost).hasValue(0);
        assertThat(own).allMatch(each -> each.size() <= limit);
        for (int place = 0; place < places; place++) {
            for (int i = 0; i < 5; i++) { // a number that was given back is free again
                if (hasRow(texts.get(place), "text " + i)) {
                    own.get(place).add("text " + i);
                }
            }
        }
        assertThat(own).allMatch(each -> each.size() == limit);
    }

    private static boolean hasRow(TextsPerPlace texts, String text) {
        return texts.placeOf(TestEvent.of(text, SECOND), TEXTS, text, PLACE) == null;
    }
}
