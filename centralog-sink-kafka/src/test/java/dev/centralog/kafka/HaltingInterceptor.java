// SPDX-License-Identifier: Apache-2.0
package dev.centralog.kafka;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Stops a producer for ever once so many records were confirmed in its process, and prints {@link #HALTED}. */
public final class HaltingInterceptor implements ProducerInterceptor<byte[], byte[]> {
    static final String HALTED = "halted";

    /** The system property with the number. */
    static final String AFTER = "centralog.test.haltAfter";

    private static final AtomicInteger CONFIRMED = new AtomicInteger();

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> sent) {
        return sent;
    }

    @Override
    public void onAcknowledgement(@Nullable RecordMetadata confirmed, @Nullable Exception failure) {
        if (CONFIRMED.incrementAndGet() >= Integer.getInteger(AFTER)) {
            System.out.println(HALTED);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // Needs none.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
