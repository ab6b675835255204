// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.CentralogException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefetchingIteratorTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                PrefetchingIterator.CHUNK - 1,
                PrefetchingIterator.CHUNK,
                PrefetchingIterator.CHUNK + 1,
                5 * PrefetchingIterator.CHUNK
            })
    void readAhead_anyLength_givesAllInOrder(int length) {
        List<Integer> all = IntStream.range(0, length).boxed().toList();
        List<Integer> read = new ArrayList<>();

        PrefetchingIterator<Integer> ahead = new PrefetchingIterator<>(all.iterator(), item -> 1);
        ahead.forEachRemaining(read::add);

        assertThat(read).isEqualTo(all);
        assertThat(ahead.hasNext()).isFalse();
        assertThatThrownBy(ahead::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void readAhead_readingFails_throwsThatAfterWhatWasThereBefore() {
        Iterator<Integer> all = Stream.iterate(0, each -> {
                    if (each == PrefetchingIterator.CHUNK + 10) {
                        throw new CentralogException("Redis is away");
                    }
                    return each + 1;
                })
                .iterator();
        PrefetchingIterator<Integer> ahead = new PrefetchingIterator<>(all, item -> 1);
        List<Integer> read = new ArrayList<>();

        assertThatThrownBy(() -> ahead.forEachRemaining(read::add))
                .isInstanceOf(CentralogException.class)
                .hasMessage("Redis is away");

        assertThat(read).hasSize(PrefetchingIterator.CHUNK);
    }

    @Test
    void readAhead_interrupted_failsAsAReadDoesAndStaysInterrupted() {
        CountDownLatch answer = new CountDownLatch(1);
        PrefetchingIterator<Integer> ahead = new PrefetchingIterator<>(
                Stream.generate(() -> waitFor(answer)).limit(1).iterator(), item -> 1);
        Thread.currentThread().interrupt();

        assertThatThrownBy(ahead::hasNext).isInstanceOf(ReadFailure.class).hasMessageContaining("interrupted");

        assertThat(Thread.interrupted()).isTrue();
        answer.countDown();
    }

    private static int waitFor(CountDownLatch latch) {
        try {
            latch.await();
            return 1;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
