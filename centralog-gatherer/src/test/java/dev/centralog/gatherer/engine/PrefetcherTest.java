// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PrefetcherTest {
    private final AtomicInteger made = new AtomicInteger();

    @Test
    void take_nothingBegun_isNullAndMakesNothing() throws Exception {
        Prefetcher<Integer> ahead = new Prefetcher<>("test-ahead", made::incrementAndGet);

        assertThat(ahead.take()).isNull();
        assertThat(made).hasValue(0);
    }

    @Test
    void take_begunTwice_makesOne() throws Exception {
        Prefetcher<Integer> ahead = new Prefetcher<>("test-ahead", made::incrementAndGet);
        ahead.begin();
        ahead.begin();

        assertThat(ahead.take()).isEqualTo(1);
        assertThat(ahead.take()).isNull();
        ahead.begin();
        assertThat(ahead.take()).isEqualTo(2);
    }

    @Test
    void take_makingFailed_throwsThatOnceAndGoesOn() throws Exception {
        Prefetcher<Integer> ahead = new Prefetcher<>("test-ahead", () -> {
            if (made.incrementAndGet() == 1) {
                throw new IllegalArgumentException("no");
            }
            return made.get();
        });
        ahead.begin();

        assertThatThrownBy(ahead::take).isInstanceOf(IllegalArgumentException.class);
        assertThat(ahead.take()).isNull();
        ahead.begin();
        assertThat(ahead.take()).isEqualTo(2);
    }

    @Test
    void take_interrupted_keepsWhatIsBeingMade() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Prefetcher<Integer> ahead = new Prefetcher<>("test-ahead", () -> {
            awaitUninterruptibly(go);
            return made.incrementAndGet();
        });
        ahead.begin();
        Thread.currentThread().interrupt();

        assertThatThrownBy(ahead::take).isInstanceOf(InterruptedException.class);
        go.countDown();
        assertThat(ahead.take()).isEqualTo(1);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
