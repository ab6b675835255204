// SPDX-License-Identifier: Apache-2.0
package dev.centralog.kafka;

import dev.centralog.gather.DeliverySink;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * A sink that stores the deliveries of one stream as records of a topic. A delivery is stored when the brokers have confirmed all its
 * records. One that is stored again makes the same records again, each with the same id.
 *
 * <p>Thread-safety: none.
 *
 * @param <T> the type of what deliveries consist of
 */
final class KafkaSink<T> implements DeliverySink<T> {
    /** The records and bytes that are waited for, before more are sent: what is not confirmed is kept, in case it is too large. */
    private static final int MOST_UNDER_WAY = 4096;

    private static final long MOST_BYTES_UNDER_WAY = 16L << 20;
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final KafkaTopic topic;
    private final Function<T, Stream<OutRecord>> records;
    private @Nullable Producer<byte[], byte[]> open;

    /**
     * Makes one that is not connected.
     *
     * @param records returns the records of a part of a delivery, the same each time
     */
    KafkaSink(KafkaTopic topic, Function<T, Stream<OutRecord>> records) {
        this.topic = topic;
        this.records = records;
    }

    @Override
    public void prepare() throws IOException {
        close(Duration.ZERO);
        open = topic.open();
    }

    @Override
    public long store(Iterable<T> parts) throws IOException {
        Producer<byte[], byte[]> producer = open;
        if (producer == null) {
            throw new IllegalStateException("not prepared");
        }
        boolean isStored = false;
        try {
            Sending sending = new Sending(producer);
            for (T part : parts) {
                for (OutRecord each : (Iterable<OutRecord>) records.apply(part)::iterator) {
                    sending.add(each);
                }
            }
            sending.await();
            isStored = true;
            return sending.putAside;
        } catch (KafkaException e) {
            throw topic.failure(e);
        } finally {
            if (!isStored) {
                close(Duration.ZERO); // what is not sent yet never is: all is sent again
            }
        }
    }

    private record Sent(OutRecord what, Future<RecordMetadata> confirmed) {}

    private final class Sending {
        private final Producer<byte[], byte[]> producer;
        private List<Sent> underWay = new ArrayList<>();
        private long bytes;
        private long putAside;

        Sending(Producer<byte[], byte[]> producer) {
            this.producer = producer;
        }

        void add(OutRecord each) throws IOException {
            send(each);
            if (underWay.size() >= MOST_UNDER_WAY || bytes >= MOST_BYTES_UNDER_WAY) {
                await();
            }
        }

        private void send(OutRecord each) {
            bytes += each.value().length;
            underWay.add(new Sent(each, producer.send(each.to(topic.name()))));
        }

        /** Waits until all is confirmed; sends what is too large for the topic in smaller records. */
        void await() throws IOException {
            while (!underWay.isEmpty()) {
                List<Sent> all = underWay;
                underWay = new ArrayList<>();
                bytes = 0;
                for (Sent each : all) {
                    if (!isTaken(each)) {
                        OutRecord.Smaller smaller = each.what.smaller();
                        putAside += smaller.putAside();
                        smaller.records().forEach(this::send);
                    }
                }
            }
        }

        /** Returns whether a record is stored; false if it is too large and there is a smaller form of it. */
        private boolean isTaken(Sent sent) throws IOException {
            try {
                sent.confirmed.get();
                return true;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RecordTooLargeException && sent.what.hasSmaller()) {
                    return false;
                }
                throw topic.failure(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for Kafka");
            }
        }
    }

    private void close(Duration wait) {
        Producer<byte[], byte[]> producer = open;
        open = null;
        if (producer != null) {
            producer.close(wait);
        }
    }

    @Override
    public void close() {
        close(CLOSING);
    }
}
