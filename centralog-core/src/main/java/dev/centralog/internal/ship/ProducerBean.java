// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.CentralogMXBean;
import dev.centralog.internal.status.Version;
import dev.centralog.internal.time.Clock;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** A producer in the platform's JMX, under a name that no other producer has, also none of another class loader. */
final class ProducerBean implements CentralogMXBean, AutoCloseable {
    private final Producer producer;
    private final Clock clock;
    private final ObjectName name;

    private ProducerBean(Producer producer, Clock clock, String app) throws JMException {
        this.producer = producer;
        this.clock = clock;
        this.name = registered(app);
    }

    static ProducerBean register(Producer producer, Clock clock, String app) throws JMException {
        return new ProducerBean(producer, clock, app);
    }

    private ObjectName registered(String app) throws JMException {
        for (int id = 1; ; id++) {
            try {
                ObjectName free =
                        new ObjectName("dev.centralog:type=Producer,app=" + ObjectName.quote(app) + ",id=" + id);
                return ManagementFactory.getPlatformMBeanServer()
                        .registerMBean(this, free)
                        .getObjectName();
            } catch (InstanceAlreadyExistsException ignored) {
                // The next number, then: there may be producers of other class loaders, which count for themselves.
            }
        }
    }

    /** Takes the producer out of JMX. */
    @Override
    public void close() throws JMException {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (InstanceNotFoundException ignored) {
            // It was taken out already.
        }
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    @Override
    public String getVersion() {
        return Version.current().number();
    }

    @Override
    public String getCommit() {
        return Version.current().commit();
    }

    @Override
    public long getEventsLogged() {
        return producer.stats().logged();
    }

    @Override
    public long getEventsFolded() {
        return producer.stats().folded();
    }

    @Override
    public long getEventsWaiting() {
        return producer.stats().waiting();
    }

    @Override
    public long getEventsSpilled() {
        return producer.stats().spilled();
    }

    @Override
    public long getEventsAcknowledged() {
        return producer.stats().acknowledged();
    }

    @Override
    public Map<String, Long> getEventsDropped() {
        return producer.stats().droppedByName();
    }

    @Override
    public long getEventWindows() {
        return producer.stats().windows();
    }

    @Override
    public long getEventBatches() {
        return producer.stats().batches();
    }

    @Override
    public long getEventBatchesResent() {
        return producer.stats().resent();
    }

    @Override
    public long getEventMaskFailures() {
        return producer.stats().maskFailures();
    }

    @Override
    public long getEventSamplesTaken() {
        return producer.stats().samplesTaken();
    }

    @Override
    public long getEventSamplesLeftOut() {
        return producer.stats().samplesLeftOut();
    }

    @Override
    public long getActionsLogged() {
        return producer.actionStats().logged();
    }

    @Override
    public long getActionsFolded() {
        return producer.actionStats().folded();
    }

    @Override
    public long getActionsWaiting() {
        return producer.actionStats().waiting();
    }

    @Override
    public long getActionsSpilled() {
        return producer.actionStats().spilled();
    }

    @Override
    public long getActionsAcknowledged() {
        return producer.actionStats().acknowledged();
    }

    @Override
    public Map<String, Long> getActionsDropped() {
        return producer.actionStats().droppedByName();
    }

    @Override
    public long getActionWindows() {
        return producer.actionStats().windows();
    }

    @Override
    public long getActionBatches() {
        return producer.actionStats().batches();
    }

    @Override
    public long getActionBatchesResent() {
        return producer.actionStats().resent();
    }

    @Override
    public long getActionMaskFailures() {
        return producer.actionStats().maskFailures();
    }

    @Override
    public long getBufferedBytes() {
        return producer.stats().bufferedBytes();
    }

    @Override
    public String getAwaySince() {
        return text(producer.linkStats().awaySince());
    }

    @Override
    public long getAwaySeconds() {
        Instant since = producer.linkStats().awaySince();
        return since == null
                ? 0
                : Math.max(
                        0,
                        Duration.between(since, Instant.ofEpochMilli(clock.epochMillis()))
                                .toSeconds());
    }

    @Override
    public long getOutages() {
        return producer.linkStats().outages();
    }

    @Override
    public String getLastError() {
        return text(producer.linkStats().lastError());
    }

    @Override
    public String getLastErrorAt() {
        return text(producer.linkStats().lastErrorAt());
    }
}
