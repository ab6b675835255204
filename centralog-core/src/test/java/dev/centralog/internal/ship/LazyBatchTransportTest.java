// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.fold.TestEvent;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LazyBatchTransportTest {
    private final AtomicInteger made = new AtomicInteger();
    private final MemoryTransport store = new MemoryTransport();
    private final LazyBatchTransport later = new LazyBatchTransport(() -> {
        made.incrementAndGet();
        return store;
    });

    @Test
    void producer_withoutEvents_makesNone() {
        Producers.start(Producers.config(), later).close(Duration.ofSeconds(30));

        assertThat(made).hasValue(0);
    }

    @Test
    void producer_withEvents_makesOneAndClosesIt() {
        Producer producer = Producers.start(Producers.config(), later);
        Producers.report(producer, TestEvent.of("one", Producers.secondsAgo(0)));
        Producers.report(producer, TestEvent.of("another", Producers.secondsAgo(3)));
        producer.close(Duration.ofSeconds(30));

        assertThat(made).hasValue(1);
        assertThat(store.isClosed()).isTrue();
        Producers.assertLaw(producer, store);
    }

    /** Tests that a new connection is reported: it may lead to another Redis, which is to be asked. */
    @Test
    void transport_closedAndUsedAgain_isMadeAnewAndSaysSo() {
        later.connect();
        int before = later.reconnects();
        later.close();
        later.close();
        assertThat(store.isClosed()).isTrue();
        assertThat(later.reconnects()).isEqualTo(before);

        later.connect();

        assertThat(made).hasValue(2);
        assertThat(later.reconnects()).isEqualTo(before + 1);
    }
}
