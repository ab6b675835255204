// SPDX-License-Identifier: Apache-2.0
package dev.centralog.kafka;

import dev.centralog.gather.DeliverySink;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.SinkAddress;
import dev.centralog.gather.SinkFactory;
import dev.centralog.gatherer.sink.TraceKeys;
import java.util.List;

/** The maker of sinks that store in Kafka. */
public final class KafkaSinkFactory implements SinkFactory {
    @Override
    public String scheme() {
        return KafkaAddress.SCHEME;
    }

    @Override
    public DeliverySink<EventWindow.Content> events(SinkAddress address) {
        KafkaAddress kafka = KafkaAddress.of(address);
        EventRecords records = new EventRecords(new TraceKeys(address.traceIdKeys(), List.of()));
        return new KafkaSink<>(client(kafka, kafka.topic(), address), records::of);
    }

    @Override
    public DeliverySink<GatheredAction> actions(SinkAddress address) {
        KafkaAddress kafka = KafkaAddress.of(address);
        return new KafkaSink<>(client(kafka, kafka.actionsTopic(), address), ActionRecords::of);
    }

    private static KafkaTopic client(KafkaAddress kafka, String topic, SinkAddress address) {
        return new KafkaTopic(kafka.servers(), topic, ClientProperties.of(kafka, topic), address.status());
    }
}
