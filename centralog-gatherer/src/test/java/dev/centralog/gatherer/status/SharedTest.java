// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SharedTest {
    private static final Duration OLDEST = Duration.ofSeconds(10);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger made = new AtomicInteger();

    @Test
    void answer_thatIsYoungEnough_isNotMadeAgain() {
        Shared<Integer> shared = new Shared<>(made::incrementAndGet, nanos::get);

        assertThat(shared.get(OLDEST)).isEqualTo(1);
        nanos.addAndGet(OLDEST.toNanos() - 1);
        assertThat(shared.get(OLDEST)).isEqualTo(1);
        assertThat(shared.get(Duration.ofSeconds(2))).isEqualTo(2);
        nanos.addAndGet(OLDEST.toNanos());
        assertThat(shared.get(OLDEST)).isEqualTo(3);
    }

    @Test
    void answer_thatIsBeingMade_doesNotKeepOthersWaiting() throws Exception {
        CountDownLatch isAsked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Shared<Integer> shared = new Shared<>(
                () -> {
                    int answer = made.incrementAndGet();
                    if (answer == 2) {
                        isAsked.countDown();
                        await(end);
                    }
                    return answer;
                },
                nanos::get);
        assertThat(shared.get(OLDEST)).isEqualTo(1);
        nanos.addAndGet(OLDEST.toNanos());
        Thread slow = new Thread(() -> shared.get(OLDEST));
        slow.start();
        isAsked.await();

        assertThat(shared.get(OLDEST)).isEqualTo(1);

        end.countDown();
        slow.join();
        assertThat(shared.get(OLDEST)).isEqualTo(2);
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
